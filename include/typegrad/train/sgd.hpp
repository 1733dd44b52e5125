#ifndef TYPEGRAD_TRAIN_SGD_HPP
#define TYPEGRAD_TRAIN_SGD_HPP

#include <cstddef>

#include "../config.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Stochastic gradient descent:
//   g += weight_decay p;  v = momentum v + (1 - dampening) g (v = g at the first step)
//   p -= learning_rate (nesterov ? g + momentum v : v)
//   state   one number a parameter, neither read nor written without momentum
//   source  torch.optim.SGD
struct sgd {
    float learning_rate = 0.01f, momentum = 0, weight_decay = 0;
    bool nesterov = false;
    float dampening = 0;

    static constexpr std::size_t states = 1, states_always = 0;

    // What one step needs and does not change from parameter to parameter; step counts from 1.
    struct step_constants {
        float rate, momentum, decay, fresh;
        bool nesterov;

        constexpr bool keeps_state() const { return momentum != 0; }
    };
    constexpr step_constants prepare(std::size_t step) const { return {learning_rate, momentum, weight_decay, step == 1 || momentum == 0 ? 1 : 1 - dampening, nesterov}; }

    // One parameter, or a batch of them.
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        g = g + V(k.decay) * p;
        state[0] = V(k.momentum) * state[0] + V(k.fresh) * g;  // which is zero at first
        return p - V(k.rate) * (k.nesterov ? g + V(k.momentum) * state[0] : state[0]);
    }
};

}
}

#endif
