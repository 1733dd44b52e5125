#ifndef TYPEGRAD_TRAIN_SPLIT_SAMPLES_HPP
#define TYPEGRAD_TRAIN_SPLIT_SAMPLES_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "../config.hpp"
#include "../core/random.hpp"

namespace typegrad {

// Samples one after the other, and their labels or target rows.
template<class T, class Label>
struct labelled_samples {
    std::span<T> images;
    std::span<Label> labels;
};
template<class T, class Label>
struct divided_samples {
    labelled_samples<T, Label> training, validation;
};

inline namespace TYPEGRAD_ARCH {

namespace compute {
template<class T>
constexpr void exchange_rows(std::span<T> rows, std::size_t size, std::size_t i, std::size_t j) {
    for (std::size_t k = 0; k < size; ++k) std::swap(rows[i * size + k], rows[j * size + k]);
}
}

// Shuffles count samples and their labels in place and cuts them in two: the last `share` of them is for validation. A
// sample has images.size() / count numbers and labels.size() / count labels. The same seed gives the same split everywhere.
//   cost    each sample changes places once; nothing is allocated. tg::permutation(count, seed, stream) gives shuffled numbers of
//           samples where they cannot be moved
//   source  Fisher, Yates: Statistical tables (1938); Durstenfeld: algorithm 235 (1964)
//   auto [training, validation] = tg::split_samples(std::span(images), std::span(labels), 60'000, 0.1, 7);
//   fit.epoch(p, training.images, training.labels);
template<class T, class Label>
constexpr divided_samples<T, Label> split_samples(std::span<T> images, std::span<Label> labels, std::size_t count, double share, std::uint64_t seed = 1) {
    if (count == 0) return {};
    const std::size_t row = images.size() / count, row_of_labels = labels.size() / count;
    const philox random{seed};
    for (std::size_t left = count; left > 1; --left) {
        const std::size_t other = random.below(left, static_cast<std::uint32_t>(left));
        compute::exchange_rows(images, row, left - 1, other);
        compute::exchange_rows(labels, row_of_labels, left - 1, other);
    }
    const double part = share < 0 ? 0 : share > 1 ? 1 : share;
    const std::size_t first = count - static_cast<std::size_t>(part * static_cast<double>(count) + 0.5);
    return {{images.first(first * row), labels.first(first * row_of_labels)},
            {images.subspan(first * row, (count - first) * row), labels.subspan(first * row_of_labels, (count - first) * row_of_labels)}};
}

}
}

#endif
