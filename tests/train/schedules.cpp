#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include <typegrad/train/schedules.hpp>

namespace tg = typegrad;

// PyTorch's files have no case of a schedule: here are its recurrences, or the closed forms of its documentation.

TEST_CASE("constant_rate") {
    CHECK(tg::constant_rate{}(0.3, 7) == 0.3);
    static_assert(tg::constant_rate{.factor = 0.5, .steps = 5}(0.5, 4) == 0.25);
    static_assert(tg::constant_rate{.factor = 0.5, .steps = 5}(0.5, 5) == 0.5);
}

TEST_CASE("step_decay and exponential_decay: multiplied step by step") {
    double stepped = 0.3, decayed = 0.3;
    for (std::size_t t = 0; t < 100; ++t) {
        if (t > 0 && t % 7 == 0) stepped *= 0.5;
        if (t > 0) decayed *= 0.95;
        CHECK(tg::step_decay{.every = 7, .gamma = 0.5}(0.3, t) == doctest::Approx(stepped).epsilon(1e-12));
        CHECK(tg::exponential_decay{.gamma = 0.95}(0.3, t) == doctest::Approx(decayed).epsilon(1e-12));
    }
    static_assert(tg::step_decay{.every = 10, .gamma = 0.5}(1, 20) == 0.25);
    static_assert(tg::step_decay{.every = 0}(1, 20) == 1);
    static_assert(tg::exponential_decay{.gamma = 0.5}(1, 3) == 0.125);
}

TEST_CASE("cosine_decay: the recurrence of CosineAnnealingLR, from the warm-up of LinearLR on") {
    const double pi = std::acos(-1.0);
    for (const std::size_t warm : {0u, 1u, 10u}) {
        const tg::cosine_decay schedule{.steps = 50 + warm, .warm_up = warm, .minimum = 0.01};
        double rate = 0.3;
        for (std::size_t t = 0; t < warm; ++t) CHECK(schedule(0.3, t) == doctest::Approx(0.3 * (1.0 / static_cast<double>(warm) + (warm > 1 ? (1 - 1.0 / static_cast<double>(warm)) * static_cast<double>(t) / static_cast<double>(warm - 1) : 0))).epsilon(1e-12));
        for (std::size_t t = 0; t < 50; ++t) {
            CHECK(schedule(0.3, warm + t) == doctest::Approx(rate).epsilon(1e-12));
            rate = 0.01 + (rate - 0.01) * (1 + std::cos(pi * static_cast<double>(t + 1) / 50)) / (1 + std::cos(pi * static_cast<double>(t) / 50));
        }
        for (const std::size_t t : {50u, 51u, 1000u}) CHECK(schedule(0.3, warm + t) == 0.01);
    }
    static_assert(tg::cosine_decay{.steps = 100}(1, 50) < 0.5 + 1e-15);
}

TEST_CASE("one_cycle: OneCycleLR's annealing") {
    const double pi = std::acos(-1.0);
    auto anneal = [=](double a, double b, double x) { return b + (a - b) / 2 * (std::cos(pi * x) + 1); };
    for (const std::size_t steps : {100u, 37u}) {
        const tg::one_cycle schedule{.steps = steps, .pct_start = 0.25, .div_factor = 10, .final_div_factor = 100};
        const double top = 0.25 * static_cast<double>(steps) - 1, last = static_cast<double>(steps) - 1;
        for (std::size_t t = 0; t < steps; ++t) {
            const double now = static_cast<double>(t);
            const double expected = now <= top ? anneal(0.03, 0.3, now / top) : anneal(0.3, 0.0003, (now - top) / (last - top));
            CHECK(schedule(0.3, t) == doctest::Approx(expected).epsilon(1e-12));
        }
        CHECK(schedule(0.3, steps + 5) == doctest::Approx(0.0003));
    }
    CHECK(tg::one_cycle{.steps = 1}(1, 0) == doctest::Approx(1 / 25e4));
    CHECK(tg::one_cycle{.steps = 3}(1, 0) > 0);
    static_assert(tg::one_cycle{.steps = 100}(1, 0) - 0.04 < 1e-15);
}
