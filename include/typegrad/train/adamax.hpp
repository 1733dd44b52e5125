#ifndef TYPEGRAD_TRAIN_ADAMAX_HPP
#define TYPEGRAD_TRAIN_ADAMAX_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "power.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Adam with the largest gradient, which fades, in place of the root of the mean square:
//   g += weight_decay p;  m = beta1 m + (1 - beta1) g;  u = max(beta2 u, |g| + epsilon)
//   p -= learning_rate / (1 - beta1^t) m / u
//   state   two numbers a parameter
//   source  Kingma, Ba: Adam (2015), algorithm 2; torch.optim.Adamax
struct adamax {
    float learning_rate = 2e-3f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f, weight_decay = 0;

    static constexpr std::size_t states = 2;

    struct step_constants {
        float rate, beta1, beta2, epsilon, decay;
    };
    constexpr step_constants prepare(std::size_t step) const {
        return {static_cast<float>(learning_rate / (1 - compute::power(beta1, step))), beta1, beta2, epsilon, weight_decay};
    }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        g = g + V(k.decay) * p;
        state[0] = V(k.beta1) * state[0] + V(1 - k.beta1) * g;
        state[1] = math::max(V(k.beta2) * state[1], math::abs(g) + V(k.epsilon));
        return p - V(k.rate) * state[0] / state[1];
    }
};

}
}

#endif
