#ifndef TYPEGRAD_TRAIN_SCHEDULES_HPP
#define TYPEGRAD_TRAIN_SCHEDULES_HPP

#include <cstddef>

#include "../config.hpp"
#include "power.hpp"

namespace typegrad {
inline namespace TYPEGRAD_ARCH {

// Learning rates that follow from the number of the step: schedule(rate, t) is the rate of step t, counted from 0, of an
// optimizer whose learning_rate is `rate`. One step is one batch: say epochs as batches.
//   tg::scheduled<tg::adam, tg::cosine_decay> slower{{.learning_rate = 1e-3f}, {.steps = 10'000, .warm_up = 500}};

namespace compute {
// cos(pi x) for x in 0 .. 1, by its series: right to 2e-16
constexpr double cos_of_pi(double x) {
    const double angle = 3.14159265358979323846 * (x > 0.5 ? 1 - x : x);
    double sum = 1, term = 1;
    for (int k = 1; k <= 12; ++k) sum += term *= -angle * angle / ((2 * k - 1) * (2 * k));
    return x > 0.5 ? -sum : sum;
}
// From a at 0 to b at 1, along half a wave.
constexpr double half_wave(double a, double b, double x) { return b + (a - b) * (1 + cos_of_pi(x)) / 2; }
}

// rate, or in the first steps factor rate
//   source  torch.optim.lr_scheduler.ConstantLR
struct constant_rate {
    double factor = 1;
    std::size_t steps = 0;

    constexpr double operator()(double rate, std::size_t t) const { return t < steps ? rate * factor : rate; }
};

// rate gamma^floor(t / every)
//   source  torch.optim.lr_scheduler.StepLR
struct step_decay {
    std::size_t every = 1000;
    double gamma = 0.1;

    constexpr double operator()(double rate, std::size_t t) const { return every ? rate * compute::power(gamma, t / every) : rate; }
};

// rate gamma^t
//   source  torch.optim.lr_scheduler.ExponentialLR
struct exponential_decay {
    double gamma = 0.999;

    constexpr double operator()(double rate, std::size_t t) const { return rate * compute::power(gamma, t); }
};

// rate (t + 1) / warm_up first, then minimum + (rate - minimum) (1 + cos(pi (t - warm_up) / (steps - warm_up))) / 2, and
// minimum from `steps` on
//   source  Loshchilov, Hutter: SGDR (2017), equation 5; torch.optim.lr_scheduler.CosineAnnealingLR(steps, minimum), after
//           LinearLR(1 / warm_up, total_iters=warm_up - 1)
struct cosine_decay {
    std::size_t steps = 1000, warm_up = 0;
    double minimum = 0;

    constexpr double operator()(double rate, std::size_t t) const {
        if (t < warm_up) return rate * static_cast<double>(t + 1) / static_cast<double>(warm_up);
        if (t >= steps) return minimum;
        return compute::half_wave(rate, minimum, static_cast<double>(t - warm_up) / static_cast<double>(steps - warm_up));
    }
};

// Half a wave up from rate / div_factor to rate, which takes the share pct_start of the steps, and half a wave down to
// rate / div_factor / final_div_factor, where it stays
//   source  Smith, Topin: Super-convergence (2018); torch.optim.lr_scheduler.OneCycleLR, its momentum left as it is
struct one_cycle {
    std::size_t steps = 1000;
    double pct_start = 0.3, div_factor = 25, final_div_factor = 1e4;

    constexpr double operator()(double rate, std::size_t t) const {
        const double low = rate / div_factor, now = static_cast<double>(t), last = static_cast<double>(steps) - 1, top = pct_start * static_cast<double>(steps) - 1;
        if (now >= last) return low / final_div_factor;
        if (now < top) return compute::half_wave(low, rate, now / top);
        return compute::half_wave(rate, low / final_div_factor, (now - top) / (last - top));
    }
};

}
}

#endif
