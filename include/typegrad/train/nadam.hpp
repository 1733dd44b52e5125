#ifndef TYPEGRAD_TRAIN_NADAM_HPP
#define TYPEGRAD_TRAIN_NADAM_HPP

#include <concepts>
#include <cstddef>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "power.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Adam with Nesterov's momentum, which grows during the first steps:
//   g += weight_decay p;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
//   mu[t] = beta1 (1 - 0.96^(t momentum_decay) / 2), and M[t] the product of mu[1] .. mu[t]
//   p -= learning_rate ((1 - mu[t]) / (1 - M[t]) g + mu[t + 1] / (1 - M[t + 1]) m) / (sqrt(v / (1 - beta2^t)) + epsilon)
//   state   two numbers a parameter
//   source  Dozat: Incorporating Nesterov momentum into Adam (2016); torch.optim.NAdam from 2.0 on
struct nadam {
    float learning_rate = 2e-3f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f, weight_decay = 0, momentum_decay = 4e-3f;

    static constexpr std::size_t states = 2;

    struct step_constants {
        float of_gradient, of_momentum, beta1, beta2, epsilon, decay, unbias;
    };
    // A template, as are the functions it calls: exp and log of doubles are compiled for those who use nadam.
    template<std::integral Step>
    constexpr step_constants prepare(Step step) const {
        const double rate = learning_rate, shrinks = math::exp(momentum_decay * math::log(0.96));
        // Once the product is nothing beside 1, its factors no longer matter: a few hundred at most are multiplied.
        double product = 1, warm = 1;
        for (Step t = 1; t <= step && product > 1e-20; ++t) product *= beta1 * (1 - 0.5 * (warm *= shrinks));
        const double now = momentum(shrinks, step), next = momentum(shrinks, step + 1);
        return {static_cast<float>(rate * (1 - now) / (1 - product)), static_cast<float>(rate * next / (1 - product * next)), beta1, beta2, epsilon, weight_decay,
                static_cast<float>(1 / math::sqrt(1 - compute::power(beta2, step)))};
    }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        g = g + V(k.decay) * p;
        state[0] = V(k.beta1) * state[0] + V(1 - k.beta1) * g;
        state[1] = V(k.beta2) * state[1] + V(1 - k.beta2) * g * g;
        return p - (V(k.of_gradient) * g + V(k.of_momentum) * state[0]) / (math::sqrt(state[1]) * V(k.unbias) + V(k.epsilon));
    }

private:
    constexpr double momentum(double shrinks, std::size_t step) const { return beta1 * (1 - 0.5 * compute::power(shrinks, step)); }
};

}
}

#endif
