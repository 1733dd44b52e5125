#ifndef TYPEGRAD_TRAIN_BINARY_CROSS_ENTROPY_HPP
#define TYPEGRAD_TRAIN_BINARY_CROSS_ENTROPY_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = - 1 / N sum over i of t[i] log y[i] + (1 - t[i]) log(1 - y[i]), for one sample whose outputs are probabilities (sigmoid).
//   dL/dy[i] = 1 / N (y[i] - t[i]) / (y[i] (1 - y[i])); reduction::sum and batch_mean: without 1 / N
//   units     nats
//   numerics  logarithms are at least -100, the divisor of the gradient at least 1e-12; binary_cross_entropy_with_logits
//             loses nothing near 0 and 1
//   errors    an output outside 0 .. 1 has no loss: not a number
//   source    torch.nn.BCELoss
struct binary_cross_entropy {
    typegrad::reduction reduction = typegrad::reduction::mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t) const {
        const V least(-100.0f), yes = math::max(least, math::log(y)), no = math::max(least, math::log1p(-y));
        return {-(t * yes + (V(1) - t) * no), (y - t) / math::max(y * (V(1) - y), V(1e-12f))};
    }
};

}
}

#endif
