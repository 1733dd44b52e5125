#ifndef TYPEGRAD_TRAIN_CROSS_ENTROPY_HPP
#define TYPEGRAD_TRAIN_CROSS_ENTROPY_HPP

#include <concepts>
#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// L = - sum over i of q[i] log p[i], with p = softmax(y) and q one at the label: from logits, for one sample.
//   with label_smoothing s: q = (1 - s) onehot + s / N; soft targets: q is given
//   dL/dy = p sum(q) - q
//   units     nats
//   cost      N exponentials and one logarithm
//   numerics  the largest logit is subtracted first: no overflow
//   source    torch.nn.CrossEntropyLoss
struct cross_entropy {
    float label_smoothing = 0;

    static constexpr bool classifies = true;

    // The loss of one sample and its gradient. Soft targets: any array of N numbers.
    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t n, const Target& target) const {
        T top = y[0];
        for (std::size_t i = 1; i < n; ++i) top = math::max(top, y[i]);
        T sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += dy[i] = math::exp(y[i] - top);
        const T log_sum = math::log(sum), scale = T(1) / sum;
        T loss = 0, mass = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const T q = share(target, i, n, T{});
            mass += q;
            loss += q * (log_sum - (y[i] - top));  // in this order: large logits cancel first
        }
        for (std::size_t i = 0; i < n; ++i) dy[i] = dy[i] * scale * mass - share(target, i, n, T{});
        return loss;
    }

private:
    template<std::integral Label, class T>
    constexpr T share(Label label, std::size_t i, std::size_t n, T) const {
        const T s = static_cast<T>(label_smoothing);
        return (static_cast<std::size_t>(label) == i ? T(1) - s : T(0)) + s / static_cast<T>(n);
    }
    template<class Targets, class T>
        requires(!std::integral<Targets>)
    constexpr T share(const Targets& q, std::size_t i, std::size_t n, T) const {
        const T s = static_cast<T>(label_smoothing);
        return static_cast<T>(q[i]) * (T(1) - s) + s / static_cast<T>(n);
    }
};

}
}

#endif
