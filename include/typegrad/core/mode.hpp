#ifndef TYPEGRAD_CORE_MODE_HPP
#define TYPEGRAD_CORE_MODE_HPP

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "random.hpp"

// How a network is run: layers such as dropout differ. Random numbers are a pure function of all that is written here, of
// the layer, the sample and the element; never of the tile, the thread or the backend.
namespace typegrad {
namespace mode {

struct inference {};
struct streaming {};  // what comes before was seen by an earlier call, and is in the state
struct training {
    std::uint64_t seed, step;

    TYPEGRAD_INLINE constexpr training() : seed(0), step(0) {}
    TYPEGRAD_INLINE constexpr training(std::uint64_t s, std::uint64_t n) : seed(s), step(n) {}
};

}

inline namespace TYPEGRAD_ARCH {
namespace compute {

// The random numbers of one layer in one step.
struct layer_random {
    philox random{};

    constexpr layer_random() = default;
    TYPEGRAD_INLINE constexpr layer_random(const mode::training& m, std::size_t layer) : random{m.seed, m.step << 16 | static_cast<std::uint64_t>(layer)} {}

    // Uniform in [0, 1).
    constexpr float uniform(std::size_t sample, std::size_t element) const {
        return random.uniform(static_cast<std::uint64_t>(sample) << 32 | static_cast<std::uint64_t>(element));
    }
};

}
}
}

#endif
