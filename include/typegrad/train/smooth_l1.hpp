#ifndef TYPEGRAD_TRAIN_SMOOTH_L1_HPP
#define TYPEGRAD_TRAIN_SMOOTH_L1_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = 1 / N sum over i of (|e| < beta ? e^2 / (2 beta) : |e| - beta / 2) with e = y[i] - t[i], for one sample.
//   dL/dy[i] = 1 / N max(-1, min(e / beta, 1)); beta 0 is mean_absolute_error; reduction::sum and batch_mean: without 1 / N
//   source  Girshick: Fast R-CNN (2015), equation 3; torch.nn.SmoothL1Loss
struct smooth_l1 {
    float beta = 1;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t) const {
        const V b(static_cast<simd::scalar_of<V>>(beta)), e = y - t, size = math::abs(e), sign = math::select(e > V(0), V(1), math::select(e < V(0), V(-1), V(0)));
        const V slope = e / math::select(b > V(0), b, V(1));  // of the part inside, and never divided by 0
        return {math::select(size < b, V(0.5f) * e * slope, size - V(0.5f) * b), math::select(size < b, slope, sign)};
    }
};

}
}

#endif
