#ifndef TYPEGRAD_TRAIN_BINARY_CROSS_ENTROPY_WITH_LOGITS_HPP
#define TYPEGRAD_TRAIN_BINARY_CROSS_ENTROPY_WITH_LOGITS_HPP

#include <cstddef>
#include <span>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "class_labels.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = - 1 / N sum over i of w[i] t[i] log s(y[i]) + (1 - t[i]) log s(-y[i]) with s = sigmoid: from logits, for one sample.
//   dL/dy[i] = 1 / N ((1 - t[i]) s(y[i]) - w[i] t[i] s(-y[i])); reduction::sum and batch_mean: without 1 / N
//   w = positive_weights, 1 without: above 1 where positives are rare
//   units     nats
//   cost      N exponentials and logarithms
//   numerics  e is only raised to negative powers: no overflow
//   errors    fewer weights than outputs: the loss is not a number
//   source    torch.nn.BCEWithLogitsLoss (pos_weight)
struct binary_cross_entropy_with_logits {
    std::span<const float> positive_weights = {};  // it refers to them
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        if (compute::too_few(positive_weights, n)) return compute::no_loss(dy, n);
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t i) const {
        const V power = math::exp(-math::abs(y)), large = V(1) / (V(1) + power), small = power * large;  // s(|y|), s(-|y|)
        const V positive = positive_weights.empty() ? t : t * compute::load_as<V>(positive_weights.data() + i), negative = V(1) - t;
        const V rest = math::log1p(power);
        const V loss = positive * (rest + math::max(-y, V(0))) + negative * (rest + math::max(y, V(0)));
        const auto up = y > V(0);
        return {loss, negative * math::select(up, large, small) - positive * math::select(up, small, large)};
    }
};

}
}

#endif
