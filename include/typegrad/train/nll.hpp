#ifndef TYPEGRAD_TRAIN_NLL_HPP
#define TYPEGRAD_TRAIN_NLL_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include "../config.hpp"
#include "class_labels.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = - w[label] y[label], for one sample whose outputs are logarithms of probabilities (log_softmax).
//   dL/dy = -w[label] at the label, 0 elsewhere
//   w = weights, 1 without; a mean over samples divides by the weights of their labels, where an ignored label weighs
//   nothing: a batch of nothing else has the loss 0 (PyTorch: NaN)
//   units   nats
//   errors  a label that names no class, or fewer weights than classes: the loss is not a number
//   source  torch.nn.NLLLoss (weight, ignore_index)
struct nll {
    std::span<const float> weights = {};  // it refers to them
    std::int64_t ignored = none_ignored;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = true;

    template<std::integral Label>
    constexpr bool ignores(Label label) const {
        return static_cast<std::int64_t>(label) == ignored;
    }
    template<std::integral Label>
    constexpr float weight(Label label, std::size_t n) const {
        return compute::label_weight(weights, ignored, label, n);
    }

    template<class T, std::integral Label>
    constexpr T operator()(const T* y, T* dy, std::size_t n, Label label) const {
        if (compute::too_few(weights, n)) return compute::no_loss(dy, n);
        const std::size_t at = static_cast<std::size_t>(label);
        const T w = static_cast<T>(compute::class_weight(weights, at));
        for (std::size_t i = 0; i < n; ++i) dy[i] = 0;
        dy[at] = -w;
        return -w * y[at];
    }
};

}
}

#endif
