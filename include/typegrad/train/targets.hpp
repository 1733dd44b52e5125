#ifndef TYPEGRAD_TRAIN_TARGETS_HPP
#define TYPEGRAD_TRAIN_TARGETS_HPP

#include <concepts>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "../config.hpp"
#include "../simd/math.hpp"

// What a network is trained towards: a class number a sample, or rows of numbers.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {

// The target of sample i: labels are a range of integers, anything else is rows of n numbers one after the other.
template<class Targets>
constexpr auto target_of(const Targets& targets, std::size_t i, std::size_t n) {
    if constexpr (std::integral<Targets> || std::floating_point<Targets>) return targets;
    else if constexpr (std::integral<std::remove_cvref_t<decltype(targets[0])>>) return targets[i];
    else if constexpr (std::is_pointer_v<Targets>) return targets + i * n;
    else return targets.data() + i * n;
}
template<class Targets>
constexpr std::size_t target_count(const Targets& targets, std::size_t n) {
    if constexpr (std::integral<std::remove_cvref_t<decltype(targets[0])>>) return targets.size();
    else return targets.size() / n;
}

// The loss of one sample. A label that names no class has no loss: not a number, and no gradient.
template<class Loss, class T, class Target>
constexpr T loss_of(const Loss& loss, const T* y, T* dy, std::size_t n, const Target& target) {
    if constexpr (std::integral<Target>) {
        if constexpr (Loss::classifies) {
            if (target < 0 || static_cast<std::size_t>(target) >= n) {
                for (std::size_t i = 0; i < n; ++i) dy[i] = 0;
                return std::numeric_limits<T>::quiet_NaN();
            }
        }
    }
    return loss(y, dy, n, target);
}

template<class T>
constexpr bool is_finite(T x) {
    return math::abs(x) <= std::numeric_limits<T>::max();
}

template<class T>
constexpr std::size_t largest(const T* y, std::size_t n) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < n; ++i)
        if (y[i] > y[best]) best = i;
    return best;
}

}
}
}

#endif
