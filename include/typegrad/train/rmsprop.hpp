#ifndef TYPEGRAD_TRAIN_RMSPROP_HPP
#define TYPEGRAD_TRAIN_RMSPROP_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Each gradient over the root of its mean square:
//   g += weight_decay p;  v = alpha v + (1 - alpha) g^2;  centered: a = alpha a + (1 - alpha) g, else a = 0
//   b = momentum b + g / (sqrt(v - a^2) + epsilon);  p -= learning_rate b
//   state   three numbers a parameter; without momentum and centered, one of them is read and written
//   source  Hinton: Neural networks for machine learning, lecture 6e (2012); torch.optim.RMSprop
struct rmsprop {
    float learning_rate = 0.01f, alpha = 0.99f, epsilon = 1e-8f, weight_decay = 0, momentum = 0;
    bool centered = false;

    static constexpr std::size_t states = 3, states_always = 1;

    struct step_constants {
        float rate, alpha, epsilon, decay, momentum;
        bool centered;

        constexpr bool keeps_state() const { return centered || momentum != 0; }
    };
    constexpr step_constants prepare(std::size_t) const { return {learning_rate, alpha, epsilon, weight_decay, momentum, centered}; }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        g = g + V(k.decay) * p;
        state[0] = V(k.alpha) * state[0] + V(1 - k.alpha) * g * g;
        V square = state[0];
        if (k.centered) {
            state[2] = V(k.alpha) * state[2] + V(1 - k.alpha) * g;
            square = math::max(V(0), square - state[2] * state[2]);  // which rounding may take below zero
        }
        state[1] = V(k.momentum) * state[1] + g / (math::sqrt(square) + V(k.epsilon));
        return p - V(k.rate) * state[1];
    }
};

}
}

#endif
