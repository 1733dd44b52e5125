#ifndef TYPEGRAD_TRAIN_CLIP_VALUE_HPP
#define TYPEGRAD_TRAIN_CLIP_VALUE_HPP

#include <cstddef>
#include <span>

#include "../config.hpp"
#include "../simd/math.hpp"
#include "optimizer.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// An optimizer that sees no gradient beyond limit: g = max(-limit, min(g, limit)), each number by itself.
//   source  torch.nn.utils.clip_grad_value_
template<class Optimizer>
struct clip_value {
    Optimizer optimizer{};
    float limit = 1;

    using wrapped = Optimizer;
    static constexpr std::size_t states = Optimizer::states;

    template<class Constants>
    struct step_constants {
        Constants inner;
        float limit;
    };
    constexpr auto prepare(std::size_t step, std::span<const float> gradient) const {
        const auto inner = compute::prepare(optimizer, step, gradient);
        return step_constants<decltype(compute::prepare(optimizer, step, gradient))>{inner, limit};
    }
    template<class Constants, class V>
    TYPEGRAD_INLINE static constexpr V update(const Constants& k, V p, V g, V (&state)[states]) {
        return Optimizer::update(k.inner, p, math::max(math::min(g, V(k.limit)), V(-k.limit)), state);
    }
};

}
}

#endif
