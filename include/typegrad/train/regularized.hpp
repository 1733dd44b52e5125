#ifndef TYPEGRAD_TRAIN_REGULARIZED_HPP
#define TYPEGRAD_TRAIN_REGULARIZED_HPP

#include <cstddef>
#include <span>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "optimizer.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// An optimizer of the loss plus l1 sum of |p| plus l2 / 2 sum of p^2: g += l1 sign(p) + l2 p. What a step returns is the loss
// alone. l2 is the weight_decay of all but adamw; decay_where says which parameters are meant.
//   source  Tibshirani: Regression shrinkage and selection via the lasso (1996); Zou, Hastie: the elastic net (2005)
template<class Optimizer>
struct regularized {
    Optimizer optimizer{};
    float l1 = 0, l2 = 0;

    using wrapped = Optimizer;
    static constexpr std::size_t states = Optimizer::states;

    template<class Constants>
    struct step_constants {
        Constants inner;
        float l1, l2;
    };
    constexpr auto prepare(std::size_t step, std::span<const float> gradient) const {
        const auto inner = compute::prepare(optimizer, step, gradient);
        return step_constants<decltype(compute::prepare(optimizer, step, gradient))>{inner, l1, l2};
    }
    template<class Constants, class V>
    TYPEGRAD_INLINE static constexpr V update(const Constants& k, V p, V g, V (&state)[states]) {
        const V sign = math::select(p > V(0), V(1), math::select(p < V(0), V(-1), V(0)));
        return Optimizer::update(k.inner, p, g + V(k.l1) * sign + V(k.l2) * p, state);
    }
};

}
}

#endif
