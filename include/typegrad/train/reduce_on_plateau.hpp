#ifndef TYPEGRAD_TRAIN_REDUCE_ON_PLATEAU_HPP
#define TYPEGRAD_TRAIN_REDUCE_ON_PLATEAU_HPP

#include <cstddef>

#include "../config.hpp"
#include "../core/limits.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// A schedule: the rate is multiplied with factor when what is observed has not become smaller for more than `patience` times.
//   errors  a value that is not a number is no improvement
//   source  torch.optim.lr_scheduler.ReduceLROnPlateau (mode min, threshold_mode rel)
//   tg::trainer<net, tg::cross_entropy, tg::scheduled<tg::adam, tg::reduce_on_plateau>, 64> fit;
//   fit.optimizer().schedule.observe(validation_loss);   // after every epoch
struct reduce_on_plateau {
    double factor = 0.1;
    std::size_t patience = 10, cooldown = 0;
    double threshold = 1e-4, minimum = 0, epsilon = 1e-8;  // better is below (1 - threshold) best; the least rate and change

    double best = detail::largest<double>;  // what it remembers
    std::size_t bad = 0, cooling = 0, reductions = 0;

    constexpr void observe(double value) {
        const bool better = value < best * (1 - threshold);
        bad = better ? 0 : bad + 1;
        if (better) best = value;
        if (cooling > 0) {
            --cooling;
            bad = 0;
        }
        if (bad <= patience) return;
        ++reductions;
        cooling = cooldown;
        bad = 0;
    }
    constexpr double operator()(double rate, std::size_t) const {
        for (std::size_t k = 0; k < reductions; ++k) {
            const double less = rate * factor > minimum ? rate * factor : minimum;
            if (rate - less <= epsilon) break;
            rate = less;
        }
        return rate;
    }
};

}
}

#endif
