#ifndef TYPEGRAD_TRAIN_MOVING_AVERAGE_HPP
#define TYPEGRAD_TRAIN_MOVING_AVERAGE_HPP

#include <cstddef>

#include "../config.hpp"
#include "../network/parameters.hpp"
#include "row.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Parameters that follow those of a training slowly, and often are the better ones: a += (1 - decay) (p - a), from a = p on.
// Statistics follow slowly already: they are those of the newest p.
//   cost    as large as the parameters: keep it static or on the heap
//   source  Polyak, Juditsky: Acceleration of stochastic approximation by averaging (1992); torch.optim.swa_utils.get_ema_avg_fn
//   static tg::moving_average<lenet> average{.decay = 0.99f};
//   fit.epoch(p, images, labels, [&](const tg::training_report&) { average.update(p); });
//   tg::evaluate<tg::cross_entropy>(average.p, images, labels);
template<class Net>
struct moving_average {
    float decay = 0.999f;
    parameters<Net> p{};
    std::size_t updates = 0;

    constexpr void update(const parameters<Net>& now) {
        const float rate = updates++ == 0 ? 1 : 1 - decay;
        float* const a = p.data();
        const float* const b = now.data();
        compute::each_of<float>(Net::parameter_count, [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA {
            const V old = compute::load_as<V>(a + i);
            compute::store_as(old + V(rate) * (compute::load_as<V>(b + i) - old), a + i);
        });
        for (std::size_t i = Net::parameter_count; i < p.total; ++i) a[i] = b[i];
    }
};

}
}

#endif
