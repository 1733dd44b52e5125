#ifndef TYPEGRAD_TRAIN_HUBER_HPP
#define TYPEGRAD_TRAIN_HUBER_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = 1 / N sum over i of (|e| < delta ? e^2 / 2 : delta (|e| - delta / 2)) with e = y[i] - t[i], for one sample.
//   dL/dy[i] = 1 / N max(-delta, min(e, delta)); reduction::sum and batch_mean: without 1 / N
//   units   those of y, squared
//   source  Huber: Robust estimation of a location parameter (1964); torch.nn.HuberLoss
struct huber {
    float delta = 1;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t) const {
        const V d(static_cast<simd::scalar_of<V>>(delta)), e = y - t, size = math::abs(e);
        return {math::select(size < d, V(0.5f) * e * e, d * (size - V(0.5f) * d)), math::max(-d, math::min(e, d))};
    }
};

}
}

#endif
