#ifndef TYPEGRAD_TRAIN_CROSS_ENTROPY_HPP
#define TYPEGRAD_TRAIN_CROSS_ENTROPY_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "class_labels.hpp"
#include "reduction.hpp"
#include "row.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = - sum over i of w[i] q[i] log p[i], with p = softmax(y) and q one at the label: from logits, for one sample.
//   with label_smoothing s: q = (1 - s) onehot + s / N; soft targets: q is given
//   dL/dy = p sum(w q) - w q
//   w = weights, 1 without; a mean over samples divides by the weights of their labels (not with soft targets), where an
//   ignored label weighs nothing: a batch of nothing else has the loss 0 (PyTorch: NaN)
//   units     nats
//   cost      N exponentials and one logarithm
//   numerics  the largest logit is subtracted first: no overflow
//   errors    a label that names no class, or fewer weights than classes: the loss is not a number
//   source    torch.nn.CrossEntropyLoss (weight, ignore_index)
struct cross_entropy {
    float label_smoothing = 0;
    std::span<const float> weights = {};  // it refers to them
    std::int64_t ignored = none_ignored;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = true;

    template<std::integral Label>
    constexpr bool ignores(Label label) const {
        return static_cast<std::int64_t>(label) == ignored;
    }
    template<class Target>
    constexpr float weight(const Target& target, std::size_t n) const {
        if constexpr (std::integral<Target>) return compute::label_weight(weights, ignored, target, n);
        else return 1;
    }

    // The loss of one sample and its gradient. Soft targets: any array of N numbers.
    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        if (compute::too_few(weights, n)) return compute::no_loss(dy, n);
        const T top = compute::maximum(y, n);
        const T sum = compute::sum_of<T>(n, [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA {
            const V e = math::exp(compute::load_as<V>(y + i) - V(top));
            compute::store_as(e, dy + i);
            return e;
        });
        const T log_sum = math::log(sum);
        T loss = 0, mass = 0;
        auto add = [&](std::size_t i, T q) {
            mass += q;
            loss += q * (log_sum - (y[i] - top));  // in this order: large logits cancel first
        };
        if constexpr (std::integral<Target>) {
            const std::size_t label = static_cast<std::size_t>(target);
            const T rest = static_cast<T>(label_smoothing) / static_cast<T>(n), hard = of_class<T>(label) * (T(1) - static_cast<T>(label_smoothing));
            add(label, hard);
            if (label_smoothing != 0)
                for (std::size_t i = 0; i < n; ++i) add(i, of_class<T>(i) * rest);
            scale(dy, n, mass / sum);
            if (label_smoothing != 0)
                for (std::size_t i = 0; i < n; ++i) dy[i] -= of_class<T>(i) * rest;
            dy[label] -= hard;
        } else {
            for (std::size_t i = 0; i < n; ++i) add(i, soft<T>(target, i, n));
            scale(dy, n, mass / sum);
            for (std::size_t i = 0; i < n; ++i) dy[i] -= soft<T>(target, i, n);
        }
        return loss;
    }

private:
    template<class T>
    constexpr T of_class(std::size_t i) const {
        return static_cast<T>(compute::class_weight(weights, i));
    }
    template<class T, class Target>
    constexpr T soft(const Target& q, std::size_t i, std::size_t n) const {
        const T s = static_cast<T>(label_smoothing);
        return of_class<T>(i) * (static_cast<T>(q[i]) * (T(1) - s) + s / static_cast<T>(n));
    }
    template<class T>
    static constexpr void scale(T* dy, std::size_t n, T factor) {
        for (std::size_t i = 0; i < n; ++i) dy[i] *= factor;
    }
};

}
}

#endif
