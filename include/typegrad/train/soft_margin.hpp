#ifndef TYPEGRAD_TRAIN_SOFT_MARGIN_HPP
#define TYPEGRAD_TRAIN_SOFT_MARGIN_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = 1 / N sum over i of log(1 + e^(-t[i] y[i])), for one sample whose targets are 1 or -1.
//   dL/dy[i] = -1 / N t[i] / (1 + e^(t[i] y[i])); reduction::sum and batch_mean: without 1 / N
//   units     nats
//   numerics  e is only raised to negative powers: no overflow
//   source    torch.nn.SoftMarginLoss
struct soft_margin {
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t) const {
        const V z = t * y, power = math::exp(-math::abs(z)), inverse = V(1) / (V(1) + power);
        return {math::log1p(power) + math::max(-z, V(0)), -t * math::select(z > V(0), power * inverse, inverse)};
    }
};

}
}

#endif
