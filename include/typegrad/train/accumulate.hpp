#ifndef TYPEGRAD_TRAIN_ACCUMULATE_HPP
#define TYPEGRAD_TRAIN_ACCUMULATE_HPP

#include <cstddef>
#include <span>

#include "../config.hpp"
#include "optimizer.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// An optimizer that takes one step for K batches, with the mean of their gradients (their sum where the loss is a sum): what a
// batch K times as large would do. No memory is needed for it. A step that is refused begins anew.
//   tg::trainer<net, tg::cross_entropy, tg::accumulate<tg::adam, 4>, 16> fit;     // as if of 64
template<class Optimizer, std::size_t K>
struct accumulate {
    Optimizer optimizer{};

    static_assert(K > 0, "accumulate: a step needs at least one batch; give a number above zero");
    using wrapped = Optimizer;
    static constexpr std::size_t states = Optimizer::states, batches = K * compute::batches_of<Optimizer>();

    constexpr auto prepare(std::size_t step, std::span<const float> gradient) const { return compute::prepare(optimizer, step, gradient); }
    template<class Constants, class V>
    TYPEGRAD_INLINE static constexpr V update(const Constants& k, V p, V g, V (&state)[states]) {
        return Optimizer::update(k, p, g, state);
    }
};

}
}

#endif
