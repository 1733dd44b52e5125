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

template<class Optimizer, class Net = net>
struct trained {
    std::vector<float> p, states, gradient;
    std::uint64_t step = 0;
    std::uint32_t wrong = 0;

    explicit trained(const tg::parameters<Net>& from) : p(from.flat().begin(), from.flat().end()), states(Optimizer::states * p.size()), gradient(p.size() + 1, NAN) {}
    float loss() const { return gradient.back(); }
    // What is done with the parts of a gradient.
    void take(const std::vector<float>& partial, const std::vector<float>& losses, const Optimizer& o) {
        REQUIRE(emulate<sum_parts<Net>>(sum_parts<Net>::blocks, turns::random, partial.data(), losses.data(), static_cast<int>(losses.size()), gradient.data(), &wrong).none());
        update(o);
    }
    void update(const Optimizer& o) {
        using kernel = update_parameters<Net, Optimizer>;
        REQUIRE(emulate<kernel>(kernel::blocks, turns::random, training_state{p.data(), states.data(), gradient.data(), &step, &wrong}, o).none());
        REQUIRE(emulate<count_step>(1, turns::forward, &step, &wrong).none());
        CHECK(wrong == 0);
    }
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
            t.take(parts, losses, o);
            CHECK(t.step == step);
            CHECK(t.loss() == 7);
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

TEST_CASE("the parts summed once more are the same step, to the bit") {
    trained<tg::adam> at_once(tg::initialize<net>(2)), summed = at_once;
    const std::size_t n = at_once.p.size();
    std::vector<float> parts(3 * n), sum(n + 1, NAN);
    const std::vector<float> losses{1, 2, 4};
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = tg::philox{9}.uniform(i) - 0.5f;
    at_once.take(parts, losses, {});
    REQUIRE(emulate<sum_parts<net>>(sum_parts<net>::blocks, turns::random, parts.data(), losses.data(), 3, sum.data(), &summed.wrong).none());
    summed.take(std::vector<float>(sum.begin(), sum.end() - 1), {sum.back()}, {});
    CHECK(summed.p == at_once.p);
    CHECK(summed.gradient == at_once.gradient);
    CHECK(summed.loss() == 7);
}

TEST_CASE("a loss or a gradient that is not finite changes nothing, and the next step is as if it had not been") {
    trained<tg::adam> t(tg::initialize<net>(2)), other = t;
    const auto before = t.p;
    const std::size_t n = t.p.size();
    const std::vector<float> good(2 * n, 1.0f), losses{1, 2};
    const auto nothing = [&](std::vector<float> parts, const std::vector<float>& of_parts) {
        t.take(parts, of_parts, {});
        CHECK(t.p == before);
        CHECK(t.states == std::vector<float>(2 * n));
        CHECK(t.step == 0);
    };
    nothing(good, {1, NAN});
    CHECK(std::isnan(t.loss()));
    for (const std::size_t wrong : {std::size_t{0}, n - 1, n + 70})
        for (const float v : {NAN, INFINITY, -INFINITY}) {
            auto parts = good;
            parts[wrong] = v;
            nothing(parts, losses);
            CHECK(t.loss() == 3);
        }
    auto large = good;
    large[5] = large[n + 5] = 3e38f;  // finite, but for their sum
    nothing(large, losses);
    t.take(good, losses, {});
    other.take(good, losses, {});
    CHECK(t.p == other.p);
    CHECK(t.step == 1);
    CHECK(t.p != before);
}

namespace {
struct partly_frozen : tg::network<tg::input<2>, tg::freeze<tg::dense<8>>, tg::tanh, tg::dense<40>, tg::tanh, tg::freeze<tg::dense<8>, tg::tanh>, tg::dense<4>> {};
}
TEST_CASE("frozen parameters stay as they are, to the bit, whatever the optimizer does to others") {
    const auto from = tg::initialize<partly_frozen>(2);
    trained<tg::adamw, partly_frozen> t(from);
    const std::size_t n = t.p.size();
    for (int step = 0; step < 3; ++step) t.take(std::vector<float>(n, 0.5f), {1}, {.weight_decay = 0.1f});
    CHECK(t.step == 3);
    for (std::size_t i = 0; i < n; ++i) {
        CAPTURE(i);
        CHECK((t.p[i] == from.data()[i]) == !tg::compute::trained_ranges<partly_frozen>.has(i));
        if (!tg::compute::trained_ranges<partly_frozen>.has(i)) CHECK((t.states[i] == 0 && t.states[n + i] == 0));
    }
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
        there.take(partial, losses, {.learning_rate = 0.02f});
        CHECK(there.loss() == doctest::Approx(last).epsilon(5e-3));
    }
    CHECK(last < first / 3);
}
