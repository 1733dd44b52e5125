#ifndef TYPEGRAD_TRAIN_DECAY_WHERE_HPP
#define TYPEGRAD_TRAIN_DECAY_WHERE_HPP

#include <cstddef>
#include <span>
#include <string_view>

#include "../config.hpp"
#include "optimizer.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

namespace compute {
constexpr float of_matrices(std::string_view, std::size_t rank) { return rank >= 2 ? 1 : 0; }
}

// An optimizer whose weight_decay (and regularized's l1 and l2) is multiplied with a factor of each parameter's own, which
// follows from its path, such as "3.weight", and its rank. By default 1 for tensors of two axes or more, else 0: biases and
// norms do not decay.
//   tg::decay_where<tg::adamw> careful{{.weight_decay = 0.1f}, [](std::string_view path, std::size_t rank) {
//       return path.starts_with("head.") ? 2.0f : rank > 1 ? 1.0f : 0.0f;
//   }};
template<class Optimizer>
struct decay_where {
    Optimizer optimizer{};
    float (*decay_factor)(std::string_view path, std::size_t rank) = compute::of_matrices;

    using wrapped = Optimizer;
    static constexpr std::size_t states = Optimizer::states;

    template<class Constants>
    struct step_constants {
        Constants inner;
        float (*decay_factor)(std::string_view path, std::size_t rank);
    };
    constexpr auto prepare(std::size_t step, std::span<const float> gradient) const {
        const auto inner = compute::prepare(optimizer, step, gradient);
        return step_constants<decltype(compute::prepare(optimizer, step, gradient))>{inner, decay_factor};
    }
    template<class Constants, class V>
    TYPEGRAD_INLINE static constexpr V update(const Constants& k, V p, V g, V (&state)[states]) {
        return Optimizer::update(k.inner, p, g, state);
    }
};

}
}

#endif
