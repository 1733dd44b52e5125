#ifndef TYPEGRAD_CORE_RANDOM_HPP
#define TYPEGRAD_CORE_RANDOM_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Random numbers as a pure function of a key and a counter (Philox 4x32-10): the same on every compiler, thread and
// device, in any order, and in constant evaluation.
//   source  Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011)
struct philox {
    struct block {
        std::uint32_t word[4];
    };

    std::uint64_t seed = 0;
    std::uint64_t stream = 0;

    // Four independent words for one counter value.
    constexpr block operator()(std::uint64_t counter) const {
        std::uint32_t c0 = low(counter), c1 = high(counter), c2 = low(stream), c3 = high(stream);
        std::uint32_t k0 = low(seed), k1 = high(seed);
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t a = std::uint64_t{0xD2511F53} * c0, b = std::uint64_t{0xCD9E8D57} * c2;
            c0 = high(b) ^ c1 ^ k0;
            c1 = low(b);
            c2 = high(a) ^ c3 ^ k1;
            c3 = low(a);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return {{c0, c1, c2, c3}};
    }

    // Chosen, not indexed: registers have no index.
    constexpr std::uint32_t bits(std::uint64_t element) const {
        const block b = (*this)(element / 4);
        const std::uint32_t low_pair = element % 2 ? b.word[1] : b.word[0], high_pair = element % 2 ? b.word[3] : b.word[2];
        return element % 4 < 2 ? low_pair : high_pair;
    }

    // Uniform in [0, 1), a multiple of 2^-24.
    constexpr float uniform(std::uint64_t element) const { return static_cast<float>(bits(element) >> 8) * 0x1p-24f; }

    // Uniform in 0 .. bound - 1; the bias is below bound / 2^32.
    constexpr std::uint32_t below(std::uint64_t element, std::uint32_t bound) const {
        return high(std::uint64_t{bits(element)} * bound);
    }

private:
    static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
    static constexpr std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }
};

}
}

#endif
