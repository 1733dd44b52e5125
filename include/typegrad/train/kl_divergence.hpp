#ifndef TYPEGRAD_TRAIN_KL_DIVERGENCE_HPP
#define TYPEGRAD_TRAIN_KL_DIVERGENCE_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise_loss.hpp"
#include "reduction.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = sum over i of t[i] (log t[i] - y[i]), for one sample: y are logarithms of probabilities (log_softmax), t probabilities.
//   dL/dy[i] = -t[i]; reduction::mean: with 1 / N (PyTorch's default, which is no divergence)
//   units     nats
//   numerics  0 log 0 = 0
//   source    torch.nn.KLDivLoss(reduction="batchmean")
struct kl_divergence {
    typegrad::reduction reduction = typegrad::reduction::batch_mean;

    static constexpr bool classifies = false;

    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        return compute::elementwise_loss(*this, y, dy, n, target);
    }
    template<class V>
    TYPEGRAD_INLINE constexpr compute::value_and_slope<V> of(V y, V t, std::size_t) const {
        // log t of t = 0 is not looked at, and neither is what it would be multiplied with
        const V some = math::select(t > V(0), t, V(1));
        return {math::select(t > V(0), t * (math::log(some) - y), V(0)), -t};
    }
};

}
}

#endif
