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
constexpr bool is_matrix(std::string_view, std::size_t rank) { return rank >= 2; }
}

// An optimizer whose weight_decay (and regularized's l1 and l2) holds for some of the parameters: those of whose path, such
// as "3.weight", and rank the predicate is true. By default tensors of two axes or more: no biases, no norms.
//   tg::decay_where<tg::adamw> careful{{.weight_decay = 0.1f}, [](std::string_view path, std::size_t) { return path.ends_with(".weight"); }};
template<class Optimizer>
struct decay_where {
    Optimizer optimizer{};
    bool (*decays)(std::string_view path, std::size_t rank) = compute::is_matrix;

    using wrapped = Optimizer;
    static constexpr std::size_t states = Optimizer::states;

    template<class Constants>
    struct step_constants {
        Constants inner;
        bool (*decays)(std::string_view path, std::size_t rank);
    };
    constexpr auto prepare(std::size_t step, std::span<const float> gradient) const {
        const auto inner = compute::prepare(optimizer, step, gradient);
        return step_constants<decltype(compute::prepare(optimizer, step, gradient))>{inner, decays};
    }
    template<class Constants, class V>
    TYPEGRAD_INLINE static constexpr V update(const Constants& k, V p, V g, V (&state)[states]) {
        return Optimizer::update(k.inner, p, g, state);
    }
};

}
}

#endif
