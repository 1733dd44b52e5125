#ifndef TYPEGRAD_TRAIN_ADADELTA_HPP
#define TYPEGRAD_TRAIN_ADADELTA_HPP

#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Steps as large as the ones before, whatever the units of the gradient:
//   g += weight_decay p;  v = rho v + (1 - rho) g^2;  d = sqrt((u + epsilon) / (v + epsilon)) g;  u = rho u + (1 - rho) d^2
//   p -= learning_rate d
//   state   two numbers a parameter
//   source  Zeiler: ADADELTA (2012), algorithm 1; torch.optim.Adadelta
struct adadelta {
    float learning_rate = 1, rho = 0.9f, epsilon = 1e-6f, weight_decay = 0;

    static constexpr std::size_t states = 2;

    struct step_constants {
        float rate, rho, epsilon, decay;
    };
    constexpr step_constants prepare(std::size_t) const { return {learning_rate, rho, epsilon, weight_decay}; }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        g = g + V(k.decay) * p;
        state[0] = V(k.rho) * state[0] + V(1 - k.rho) * g * g;
        const V d = math::sqrt(state[1] + V(k.epsilon)) / math::sqrt(state[0] + V(k.epsilon)) * g;
        state[1] = V(k.rho) * state[1] + V(1 - k.rho) * d * d;
        return p - V(k.rate) * d;
    }
};

}
}

#endif
