#ifndef TYPEGRAD_TRAIN_MEAN_SQUARED_ERROR_HPP
#define TYPEGRAD_TRAIN_MEAN_SQUARED_ERROR_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = 1 / N sum over i of (y[i] - t[i])^2, for one sample; t is an array of N numbers, or one number for all.
//   dL/dy[i] = 2 / N (y[i] - t[i]); reduction::sum and batch_mean: without 1 / N
//   source  torch.nn.MSELoss
struct mean_squared_error {
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t) const {
        const V e = y - t;
        return {e * e, e + e};
    }
};

}
}

#endif
