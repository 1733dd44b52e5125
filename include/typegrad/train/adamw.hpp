#ifndef TYPEGRAD_TRAIN_ADAMW_HPP
#define TYPEGRAD_TRAIN_ADAMW_HPP

#include <cstddef>

#include "../config.hpp"
#include "adam.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Adam whose decay shrinks the parameter and does not pass through the moments:
//   p -= learning_rate weight_decay p;  then adam's step with weight_decay 0
//   state   two numbers a parameter
//   source  Loshchilov, Hutter: Decoupled weight decay regularization (2019); torch.optim.AdamW
struct adamw {
    float learning_rate = 1e-3f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f, weight_decay = 0.01f;

    static constexpr std::size_t states = 2;
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
