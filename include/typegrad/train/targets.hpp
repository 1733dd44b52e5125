#ifndef TYPEGRAD_TRAIN_TARGETS_HPP
#define TYPEGRAD_TRAIN_TARGETS_HPP

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

#include "../config.hpp"
#include "../core/limits.hpp"
#include "../simd/math.hpp"

// What a network is trained towards: a class number a sample, rows of numbers, or nothing but the samples themselves.
namespace typegrad {

// In place of labels, for a loss that needs none: triplet, info_nce.
struct no_targets {};
inline constexpr no_targets unlabelled{};

inline namespace TYPEGRAD_ARCH {
namespace compute {

// The target of sample i: labels are a range of integers, anything else is rows of n numbers one after the other.
template<class Loss, class Targets>
constexpr auto target_of(const Targets& targets, std::size_t i, std::size_t n) {
    if constexpr (requires { Loss::target(targets, i, n); }) return Loss::target(targets, i, n);
    else if constexpr (std::integral<Targets> || std::floating_point<Targets> || std::is_same_v<Targets, no_targets>) return targets;
    else if constexpr (std::integral<std::remove_cvref_t<decltype(targets[0])>>) return targets[i];
    else if constexpr (std::is_pointer_v<Targets>) return targets + i * n;
    else return std::data(targets) + i * n;
}
template<class Loss, class Targets>
constexpr std::size_t target_count(const Targets& targets, std::size_t n) {
    if constexpr (requires { Loss::count(targets, n); }) return Loss::count(targets, n);
    else if constexpr (std::is_same_v<Targets, no_targets>) return ~std::size_t{0};
    else {
        constexpr bool sized = requires { std::size(targets); };
        static_assert(sized, "targets: how many there are must be known; give an array, a vector or a span");
        if constexpr (!sized) return 0;
        else if constexpr (std::integral<std::remove_cvref_t<decltype(targets[0])>>) return std::size(targets);
        else return std::size(targets) / n;
    }
}

// The same where a single target, or a pointer, stands for as many as there are samples.
template<class Loss, class Targets>
constexpr std::size_t named_targets(const Targets& targets, std::size_t samples, std::size_t n) {
    if constexpr (requires { Loss::count(targets, n); } || requires { std::size(targets); }) return target_count<Loss>(targets, n);
    else return samples;
}

template<class Loss, class Target>
inline constexpr bool is_label = std::integral<Target> && Loss::classifies;

template<class Loss, class Target>
constexpr bool is_ignored(const Loss& loss, const Target& target) {
    if constexpr (requires { loss.ignores(target); }) return loss.ignores(target);
    else return false;
}

// The loss of one sample. A label that names no class has no loss: not a number, and no gradient. An ignored one has 0.
template<class Loss, class T, class Target>
constexpr T loss_of(const Loss& loss, const T* y, T* dy, std::size_t n, const Target& target) {
    if constexpr (is_label<Loss, Target>) {
        const bool ignored = is_ignored(loss, target);
        if (ignored || target < 0 || static_cast<std::size_t>(target) >= n) {
            for (std::size_t i = 0; i < n; ++i) dy[i] = 0;
            return ignored ? T(0) : detail::nan<T>;
        }
    }
    return loss(y, dy, n, target);
}

template<class T>
constexpr bool is_finite(T x) {
    return math::abs(x) <= detail::largest<T>;
}

template<class T>
constexpr std::size_t largest(const T* y, std::size_t n) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < n; ++i)
        if (y[i] > y[best]) best = i;
    return best;
}

// Labels at which the largest output stands, and labels at all.
struct hit_count {
    std::size_t right = 0, of = 0;
    constexpr hit_count& operator+=(const hit_count& more) {
        right += more.right;
        of += more.of;
        return *this;
    }
    constexpr double share() const { return of ? static_cast<double>(right) / static_cast<double>(of) : 0; }
};
template<class Loss, class T, class Target>
constexpr hit_count hits_of(const Loss& loss, const T* y, std::size_t n, const Target& target) {
    if constexpr (requires { loss.hits(y, n, target); }) return loss.hits(y, n, target);
    else if constexpr (!is_label<Loss, Target>) return {};
    else return is_ignored(loss, target) ? hit_count{} : hit_count{largest(y, n) == static_cast<std::size_t>(target), 1};
}

}
}
}

#endif
