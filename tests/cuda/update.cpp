#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/chain_training.cuh>
#include <typegrad/train/update.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {
struct net : tg::network<tg::input<2>, tg::dense<24>, tg::tanh, tg::dense<4>> {};

template<class Optimizer>
struct trained {
    std::vector<float> p, states, gradient;
    float loss = 0;
    std::uint64_t step = 0;

    explicit trained(const tg::parameters<net>& from) : p(from.flat().begin(), from.flat().end()), states(Optimizer::states * p.size()), gradient(p.size(), NAN) {}
    training_state state() { return {p.data(), states.data(), gradient.data(), &loss, &step}; }
};
}

TEST_CASE("the parts of a gradient are summed in order, and the optimizer takes its step") {
    const auto from = tg::initialize<net>(2);
    const auto check = [&]<class Optimizer>(const Optimizer& o) {
        trained<Optimizer> t(from);
        const std::size_t n = t.p.size();
        std::vector<float> parts(3 * n), losses{1, 2, 4};
        std::vector<float> q = t.p, states(Optimizer::states * n);
        for (std::uint64_t step = 1; step <= 3; ++step) {
            for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = tg::philox{step}.uniform(i) - 0.5f;
            REQUIRE(emulate<update_parameters<net, Optimizer>>(update_parameters<net, Optimizer>::blocks, turns::random, t.state(), parts.data(), losses.data(), 3, o).none());
            REQUIRE(emulate<count_step>(1, turns::forward, &t.step, static_cast<const float*>(&t.loss)).none());
            CHECK(t.step == step);
            CHECK(t.loss == 7);
            for (std::size_t i = 0; i < n; ++i) {
                float state[Optimizer::states];
                for (std::size_t j = 0; j < Optimizer::states; ++j) state[j] = states[j * n + i];
                const float g = parts[i] + parts[n + i] + parts[2 * n + i];
                q[i] = Optimizer::update(o.prepare(step), q[i], g, state);
                for (std::size_t j = 0; j < Optimizer::states; ++j) states[j * n + i] = state[j];
                REQUIRE(t.p[i] == doctest::Approx(q[i]).epsilon(1e-6));  // one of the two may fuse a product with a sum
                REQUIRE(t.gradient[i] == g);
            }
            for (std::size_t i = 0; i < states.size(); ++i) REQUIRE(t.states[i] == doctest::Approx(states[i]).epsilon(1e-6));
        }
    };
    check(tg::adam{.learning_rate = 0.01f});
    check(tg::sgd{.learning_rate = 0.1f, .momentum = 0.9f});
    check(tg::adamw{});
}

TEST_CASE("the parts summed first are the same step, to the bit") {
    trained<tg::adam> at_once(tg::initialize<net>(2)), summed = at_once;
    const std::size_t n = at_once.p.size();
    std::vector<float> parts(3 * n), losses{1, 2, 4}, sum(n + 1, NAN);
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = tg::philox{9}.uniform(i) - 0.5f;
    using update = update_parameters<net, tg::adam>;
    REQUIRE(emulate<update>(update::blocks, turns::random, at_once.state(), parts.data(), losses.data(), 3, tg::adam{}).none());
    REQUIRE(emulate<sum_parts<net>>(sum_parts<net>::blocks, turns::random, parts.data(), losses.data(), 3, sum.data()).none());
    REQUIRE(emulate<update>(update::blocks, turns::random, summed.state(), sum.data(), sum.data() + n, 1, tg::adam{}).none());
    CHECK(summed.p == at_once.p);
    CHECK(summed.gradient == at_once.gradient);
    CHECK(summed.loss == 7);
}

TEST_CASE("a loss that is not finite changes nothing") {
    trained<tg::adam> t(tg::initialize<net>(2));
    const auto before = t.p;
    const std::vector<float> parts(2 * t.p.size(), 1.0f), losses{1, NAN};
    REQUIRE(emulate<update_parameters<net, tg::adam>>(update_parameters<net, tg::adam>::blocks, turns::random, t.state(), parts.data(), losses.data(), 2, tg::adam{}).none());
    REQUIRE(emulate<count_step>(1, turns::forward, &t.step, static_cast<const float*>(&t.loss)).none());
    CHECK(t.p == before);
    CHECK(t.step == 0);
    CHECK(std::isnan(t.loss));
}

TEST_CASE("training there follows training here") {
    constexpr std::size_t n = 96;
    std::vector<float> x;
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; i < n; ++i) {
        const float a = tg::philox{4}.uniform(2 * i) - 0.5f, b = tg::philox{4}.uniform(2 * i + 1) - 0.5f;
        x.insert(x.end(), {a, b});
        labels.push_back((a > 0) + 2 * (b > 0));
    }
    auto p = tg::initialize<net>(2);
    trained<tg::adam> there(p);
    const auto here = std::make_unique<tg::trainer<net, tg::cross_entropy, tg::adam, n>>(tg::adam{.learning_rate = 0.02f});
    using gradient = chain_training<net, tg::cross_entropy, half, std::int32_t, 2>;
    constexpr int parts = 2;
    std::vector<float> partial(parts * there.p.size()), losses(parts);
    float first = 0, last = 0;
    for (int step = 0; step < 60; ++step) {
        last = here->step(p, x, labels);
        if (step == 0) first = last;
        REQUIRE(emulate<gradient>(parts, turns::forward, there.p.data(), x.data(), labels.data(), partial.data(), losses.data(), static_cast<int>(n), 1.0f / n, tg::cross_entropy{}).none());
        REQUIRE(emulate<update_parameters<net, tg::adam>>(update_parameters<net, tg::adam>::blocks, turns::forward, there.state(), partial.data(), losses.data(), parts, tg::adam{.learning_rate = 0.02f}).none());
        REQUIRE(emulate<count_step>(1, turns::forward, &there.step, static_cast<const float*>(&there.loss)).none());
        CHECK(there.loss == doctest::Approx(last).epsilon(5e-3));
    }
    CHECK(last < first / 3);
}
