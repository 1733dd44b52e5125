#ifndef TYPEGRAD_CORE_PERMUTATION_HPP
#define TYPEGRAD_CORE_PERMUTATION_HPP

#include <cstdint>

#include "../config.hpp"
#include "random.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// A shuffled 0 .. count - 1 without a table: element i is computed from the seed. A Feistel network permutes the next
// power of four; results beyond the count are permuted again until they fall inside.
//   source  Black, Rogaway: Ciphers with arbitrary finite domains (2002)
class permutation {
public:
    constexpr permutation(std::uint32_t count, std::uint64_t seed, std::uint64_t stream) : random_{seed, stream}, count_(count) {
        while ((std::uint64_t{1} << (2 * half_)) < count) ++half_;
    }

    constexpr std::uint32_t operator()(std::uint32_t i) const {
        do i = once(i);
        while (i >= count_);
        return i;
    }

private:
    constexpr std::uint32_t once(std::uint32_t i) const {
        const std::uint32_t mask = (std::uint32_t{1} << half_) - 1;
        std::uint32_t left = i >> half_, right = i & mask;
        for (std::uint32_t round = 0; round < 4; ++round) {
            const std::uint32_t mixed = left ^ (random_(std::uint64_t{round} << 32 | right).word[0] & mask);
            left = right;
            right = mixed;
        }
        return left << half_ | right;
    }

    philox random_;
    std::uint32_t count_ = 0;
    int half_ = 0;
};

}
}

#endif
