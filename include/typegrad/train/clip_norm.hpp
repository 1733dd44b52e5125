#ifndef TYPEGRAD_TRAIN_CLIP_NORM_HPP
#define TYPEGRAD_TRAIN_CLIP_NORM_HPP

#include <cstddef>
#include <span>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "optimizer.hpp"
#include "row.hpp"
#include "targets.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {
// The Euclidean norm: summed in float for 4096 numbers, in double beyond, all in double where a square is too large.
template<class T>
constexpr T norm(const T* g, std::size_t n) {
    constexpr std::size_t part = 4096;
    double sum = 0;
    for (std::size_t i = 0; i < n; i += part) sum += static_cast<double>(dot(g + i, g + i, n - i < part ? n - i : part));
    if (!is_finite(sum)) {
        sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(g[i]) * static_cast<double>(g[i]);
    }
    return static_cast<T>(math::sqrt(sum));
}
}

// An optimizer whose gradient is made shorter where it is longer than max_norm: g *= min(1, max_norm / (|g| + 1e-6)), with
// the norm of the whole gradient, all parameters together.
//   cost    the gradient is read once more
//   source  Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks (2013); torch.nn.utils.clip_grad_norm_
//   tg::trainer<net, tg::cross_entropy, tg::clip_norm<tg::adam>, 64> fit{{.optimizer = {.learning_rate = 1e-3f}, .max_norm = 1}};
template<class Optimizer>
struct clip_norm {
    Optimizer optimizer{};
    float max_norm = 1;

    using wrapped = Optimizer;
    static constexpr std::size_t states = Optimizer::states;

    template<class Constants>
    struct step_constants {
        Constants inner;
        float factor;
    };
    constexpr auto prepare(std::size_t step, std::span<const float> gradient) const {
        const auto inner = compute::prepare(optimizer, step, gradient);
        const float factor = max_norm / (compute::norm(gradient.data(), gradient.size()) + 1e-6f);
        return step_constants<decltype(compute::prepare(optimizer, step, gradient))>{inner, factor > 1 ? 1 : factor};
    }
    template<class Constants, class V>
    TYPEGRAD_INLINE static constexpr V update(const Constants& k, V p, V g, V (&state)[states]) {
        return Optimizer::update(k.inner, p, g * V(k.factor), state);
    }
};

}
}

#endif
