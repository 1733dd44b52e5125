#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <typegrad/core/random.hpp>
#include <typegrad/train/reduce_on_plateau.hpp>

using typegrad::reduce_on_plateau;

namespace {
// As torch.optim.lr_scheduler.ReduceLROnPlateau.step does it, with the rate as its state.
struct naive {
    double rate, factor, threshold, minimum, best = std::numeric_limits<double>::infinity();
    int patience, cooldown, bad = 0, cooling = 0;

    void step(double value) {
        if (value < best * (1 - threshold)) {
            best = value;
            bad = 0;
        } else {
            ++bad;
        }
        if (cooling > 0) {
            --cooling;
            bad = 0;
        }
        if (bad > patience) {
            const double less = std::max(rate * factor, minimum);
            if (rate - less > 1e-8) rate = less;
            cooling = cooldown;
            bad = 0;
        }
    }
};
}

TEST_CASE("the rate after a noisy loss, number by number") {
    for (const int cooldown : {0, 3}) {
        naive expected{.rate = 0.3, .factor = 0.5, .threshold = 0.01, .minimum = 1e-3, .patience = 2, .cooldown = cooldown};
        reduce_on_plateau schedule{.factor = 0.5, .patience = 2, .cooldown = static_cast<std::size_t>(cooldown), .threshold = 0.01, .minimum = 1e-3};
        for (std::size_t i = 0; i < 200; ++i) {
            const double loss = 1 / (1 + 0.02 * static_cast<double>(i)) + 0.1 * static_cast<double>(typegrad::philox{1}.uniform(i));
            expected.step(loss);
            schedule.observe(loss);
            CHECK(schedule(0.3, i) == doctest::Approx(expected.rate).epsilon(1e-12));
        }
        CHECK(schedule(0.3, 0) == 1e-3);
        CHECK(schedule.reductions > 8);
    }
}

TEST_CASE("a change that is too small is none") {
    reduce_on_plateau schedule{.factor = 0.5, .patience = 0};
    for (int i = 0; i < 3; ++i) schedule.observe(1);
    CHECK(schedule(3e-8, 0) == 1.5e-8);  // and not 0.75e-8
}

TEST_CASE("no number is no improvement") {
    reduce_on_plateau schedule{.patience = 0};
    schedule.observe(1);
    CHECK(schedule(1, 0) == 1);
    schedule.observe(std::nan(""));
    CHECK(schedule(1, 0) == 0.1);
}

namespace {
constexpr double constant() {
    reduce_on_plateau schedule{.factor = 0.5, .patience = 1};
    for (int i = 0; i < 4; ++i) schedule.observe(1);
    return schedule(1, 0);
}
}
TEST_CASE("in a constant expression") { static_assert(constant() == 0.5); }
