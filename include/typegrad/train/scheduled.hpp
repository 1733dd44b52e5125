#ifndef TYPEGRAD_TRAIN_SCHEDULED_HPP
#define TYPEGRAD_TRAIN_SCHEDULED_HPP

#include <cstddef>
#include <span>

#include "../config.hpp"
#include "optimizer.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// An optimizer whose learning_rate changes from step to step: what it says is what the schedule starts from.
//   tg::trainer<net, tg::cross_entropy, tg::scheduled<tg::adam, tg::cosine_decay>, 64> fit{{{.learning_rate = 1e-3f}, {.steps = 10'000}}};
template<class Optimizer, class Schedule>
struct scheduled {
    Optimizer optimizer{};
    Schedule schedule{};

    using wrapped = Optimizer;
    static constexpr std::size_t states = Optimizer::states;

    // The rate of a step; steps count from 1, as for trainer::steps().
    constexpr float learning_rate(std::size_t step) const {
        Optimizer now = optimizer;
        return static_cast<float>(schedule(static_cast<double>(compute::learning_rate_of(now)), step - 1));
    }
    constexpr auto prepare(std::size_t step, std::span<const float> gradient) const {
        Optimizer now = optimizer;
        compute::learning_rate_of(now) = learning_rate(step);
        return compute::prepare(now, step, gradient);
    }
    template<class Constants, class V>
    TYPEGRAD_INLINE static constexpr V update(const Constants& k, V p, V g, V (&state)[states]) {
        return Optimizer::update(k, p, g, state);
    }
};

}
}

#endif
