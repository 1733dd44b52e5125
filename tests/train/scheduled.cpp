#include <doctest/doctest.h>

#include <span>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<1>, tg::dense<1, tg::no_bias>> {};
constexpr float one[1] = {1}, towards[1] = {2};

// The weight after so many steps of one sample: each moves it by -2 rate (weight - 2).
template<class Optimizer>
constexpr float weight(const Optimizer& o, int steps) {
    tg::parameters<net> p;
    tg::trainer<net, tg::mean_squared_error, Optimizer> fit{o};
    for (int i = 0; i < steps; ++i) (void)fit.step(p, one, std::span(towards));
    return p.data()[0];
}
constexpr tg::scheduled<tg::sgd, tg::step_decay> halved{{.learning_rate = 0.25f}, {.every = 2, .gamma = 0.5}};
}

TEST_CASE("each step has its rate, while compiling too") {
    static_assert(weight(halved, 1) == 1 && weight(halved, 2) == 1.5f);
    static_assert(weight(halved, 3) == 1.5f + 2 * 0.125f * 0.5f && halved.learning_rate(3) == 0.125f);
    CHECK(weight(halved, 3) == 1.625f);
    // one_cycle by hand
    const tg::scheduled<tg::adamw, tg::one_cycle> o{{.learning_rate = 0.01f}, {.steps = 10}};
    float p = 1, q = 1, a[tg::adamw::states] = {}, b[tg::adamw::states] = {};
    for (std::size_t t = 1; t <= 10; ++t) {
        p = tg::scheduled<tg::adamw, tg::one_cycle>::update(tg::compute::prepare(o, t, {}), p, 0.5f, a);
        q = tg::adamw::update(tg::adamw{.learning_rate = static_cast<float>(tg::one_cycle{.steps = 10}(0.01f, t - 1))}.prepare(t), q, 0.5f, b);
        CHECK(p == q);
    }
}

TEST_CASE("around and inside other optimizers") {
    static_assert(weight(tg::scheduled<tg::clip_norm<tg::sgd>, tg::step_decay>{{{.learning_rate = 0.25f}, 100}, halved.schedule}, 3) == 1.625f);
    static_assert(weight(tg::clip_norm<tg::scheduled<tg::sgd, tg::step_decay>>{halved, 100}, 3) == 1.625f);
    static_assert(weight(tg::accumulate<tg::scheduled<tg::sgd, tg::step_decay>, 2>{halved}, 6) == 1.625f);
    static_assert(weight(tg::scheduled<tg::scheduled<tg::sgd, tg::step_decay>, tg::constant_rate>{halved, {}}, 3) == 1.625f);
}

TEST_CASE("a plateau that the trainer's owner reports") {
    tg::parameters<net> p;
    tg::trainer<net, tg::mean_squared_error, tg::scheduled<tg::sgd, tg::reduce_on_plateau>> fit{{{.learning_rate = 0.25f}, {.factor = 0.5, .patience = 0}}};
    (void)fit.step(p, one, std::span(towards));
    CHECK(p.data()[0] == 1);
    fit.optimizer().schedule.observe(1);
    fit.optimizer().schedule.observe(1);
    CHECK(fit.optimizer().learning_rate(fit.steps() + 1) == 0.125f);
    (void)fit.step(p, one, std::span(towards));
    CHECK(p.data()[0] == 1.25f);
}
