#ifndef TYPEGRAD_TRAIN_ADAM_HPP
#define TYPEGRAD_TRAIN_ADAM_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "power.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {
struct adam_constants {
    float rate, beta1, beta2, epsilon, decay, shrink, unbias;
};
// With a third state it is the largest of the second so far, which takes its place.
template<class V, std::size_t States>
TYPEGRAD_INLINE constexpr V adam_update(const adam_constants& k, V p, V g, V (&state)[States]) {
    state[0] = V(k.beta1) * state[0] + V(1 - k.beta1) * g;
    state[1] = V(k.beta2) * state[1] + V(1 - k.beta2) * g * g;
    V square = state[1];
    if constexpr (States == 3) square = state[2] = math::max(state[2], square);
    return p - V(k.rate) * state[0] / (math::sqrt(square) * V(k.unbias) + V(k.epsilon));
}
template<class Optimizer>
constexpr adam_constants prepare_adam(const Optimizer& o, std::size_t step) {
    const double c1 = 1 - power(o.beta1, step), c2 = 1 - power(o.beta2, step);
    return {static_cast<float>(o.learning_rate / c1), o.beta1, o.beta2, o.epsilon, o.weight_decay, 1 - o.learning_rate * o.weight_decay,
            static_cast<float>(1 / math::sqrt(c2))};
}
}

// Adaptive moments:
//   g += weight_decay p;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
//   p -= learning_rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
//   state   two numbers a parameter
//   source  Kingma, Ba: Adam (2015), algorithm 1; torch.optim.Adam
struct adam {
    float learning_rate = 1e-3f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f, weight_decay = 0;

    static constexpr std::size_t states = 2;
    using step_constants = compute::adam_constants;

    constexpr step_constants prepare(std::size_t step) const { return compute::prepare_adam(*this, step); }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        return compute::adam_update(k, p, g + V(k.decay) * p, state);
    }
};

}
}

#endif
