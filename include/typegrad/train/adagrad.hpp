#ifndef TYPEGRAD_TRAIN_ADAGRAD_HPP
#define TYPEGRAD_TRAIN_ADAGRAD_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Each gradient over the root of the sum of all its squares so far:
//   g += weight_decay p;  s += g^2 (from initial_accumulator on)
//   p -= learning_rate / (1 + (t - 1) learning_rate_decay) g / (sqrt(s) + epsilon)
//   state   one number a parameter
//   source  Duchi, Hazan, Singer: Adaptive subgradient methods (2011); torch.optim.Adagrad
struct adagrad {
    float learning_rate = 0.01f, learning_rate_decay = 0, weight_decay = 0, initial_accumulator = 0, epsilon = 1e-10f;

    static constexpr std::size_t states = 1;

    struct step_constants {
        float rate, decay, epsilon, start;
    };
    constexpr step_constants prepare(std::size_t step) const {
        const double slower = 1 + static_cast<double>(step - 1) * static_cast<double>(learning_rate_decay);
        return {static_cast<float>(static_cast<double>(learning_rate) / slower), weight_decay, epsilon, step == 1 ? initial_accumulator : 0};
    }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        g = g + V(k.decay) * p;
        state[0] = state[0] + V(k.start) + g * g;
        return p - V(k.rate) * g / (math::sqrt(state[0]) + V(k.epsilon));
    }
};

}
}

#endif
