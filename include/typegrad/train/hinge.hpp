#ifndef TYPEGRAD_TRAIN_HINGE_HPP
#define TYPEGRAD_TRAIN_HINGE_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = 1 / N sum over i of max(0, margin - t[i] y[i]), for one sample whose targets are 1 or -1.
//   dL/dy[i] = -1 / N t[i] where that is above 0; reduction::sum and batch_mean: without 1 / N
//   source  Cortes, Vapnik: Support-vector networks (1995); keras.losses.Hinge
struct hinge {
    float margin = 1;
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t) const {
        const V missing = V(static_cast<simd::scalar_of<V>>(margin)) - t * y;
        return {math::max(missing, V(0)), math::select(missing > V(0), -t, V(0))};
    }
};

}
}

#endif
