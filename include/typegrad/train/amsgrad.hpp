#ifndef TYPEGRAD_TRAIN_AMSGRAD_HPP
#define TYPEGRAD_TRAIN_AMSGRAD_HPP

#include <cstddef>

#include "../config.hpp"
#include "adam.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Adam whose steps never grow because gradients become small: in place of v the largest v so far
//   state   three numbers a parameter
//   source  Reddi, Kale, Kumar: On the convergence of Adam and beyond (2018), algorithm 2; torch.optim.Adam(amsgrad=True)
struct amsgrad {
    float learning_rate = 1e-3f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f, weight_decay = 0;

    static constexpr std::size_t states = 3;
    using step_constants = compute::adam_constants;

    constexpr step_constants prepare(std::size_t step) const { return compute::prepare_adam(*this, step); }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        return compute::adam_update(k, p, g + V(k.decay) * p, state);
    }
};

// The same with the decay of adamw.
//   source  torch.optim.AdamW(amsgrad=True)
struct amsgradw {
    float learning_rate = 1e-3f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f, weight_decay = 0.01f;

    static constexpr std::size_t states = 3;
    using step_constants = compute::adam_constants;

    constexpr step_constants prepare(std::size_t step) const { return compute::prepare_adam(*this, step); }
    template<class V>
    TYPEGRAD_INLINE static constexpr V update(const step_constants& k, V p, V g, V (&state)[states]) {
        return compute::adam_update(k, p * V(k.shrink), g, state);
    }
};

}
}

#endif
