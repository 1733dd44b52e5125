#ifndef TYPEGRAD_TRAIN_CLASS_LABELS_HPP
#define TYPEGRAD_TRAIN_CLASS_LABELS_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include "../config.hpp"
#include "../core/limits.hpp"

// What losses over classes have in common: classes that weigh more than others, and a label that stands for none.
namespace typegrad {

// No label is ignored: no label has this number.
inline constexpr std::int64_t none_ignored = INT64_MIN;

inline namespace TYPEGRAD_ARCH {
namespace compute {

constexpr float class_weight(std::span<const float> weights, std::size_t c) { return weights.empty() ? 1.0f : weights[c]; }

// What a label counts in the mean. One that names no class counts, so that its loss is seen.
template<std::integral Label>
constexpr float label_weight(std::span<const float> weights, std::int64_t ignored, Label label, std::size_t n) {
    if (static_cast<std::int64_t>(label) == ignored) return 0;
    return label < 0 || static_cast<std::size_t>(label) >= n || weights.size() < n ? 1.0f : weights[static_cast<std::size_t>(label)];
}

// Weights that are too few are as wrong as a label that names no class: no loss, no gradient.
template<class T>
constexpr T no_loss(T* dy, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) dy[i] = 0;
    return detail::nan<T>;
}
constexpr bool too_few(std::span<const float> weights, std::size_t n) { return !weights.empty() && weights.size() < n; }

}
}
}

#endif
