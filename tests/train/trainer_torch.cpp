#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "reference/nnref.hpp"

namespace tg = typegrad;

// Whole trainings of PyTorch's: every loss, and what comes of it.
namespace {
struct net : tg::network<tg::input<2>, tg::dense<4>, tg::tanh, tg::dense<1>> {};

const nnref::test_case& find(const std::string& name) {
    static const std::vector<nnref::test_case> cases = nnref::read(TYPEGRAD_REFERENCE "/torch/train.txt");
    for (const auto& c : cases)
        if (c.name == name) return c;
    nnref::fail("no case " + name);
}
// Ours are in, out.
void set(tg::parameters<net>& p, const nnref::test_case& c, const std::string& role, const std::string& ending) {
    for (std::size_t o = 0; o < 4; ++o) {
        for (std::size_t i = 0; i < 2; ++i) p.get<0>().weight(i, o) = static_cast<float>(c.find(role, "w1" + ending)->values[o * 2 + i]);
        p.get<0>().bias[o] = static_cast<float>(c.find(role, "b1" + ending)->values[o]);
        p.get<2>().weight(o, 0) = static_cast<float>(c.find(role, "w2" + ending)->values[o]);
    }
    p.get<2>().bias[0] = static_cast<float>(c.find(role, "b2" + ending)->values[0]);
}

template<class Loss, class Optimizer>
void check(const std::string& name, const Optimizer& o, double tolerance) {
    CAPTURE(name);
    const auto& c = find(name);
    const auto &inputs = c.find("in", "X")->values, &outputs = c.find("in", "Y")->values, &losses = c.find("out", "losses")->values;
    const std::vector<float> x(inputs.begin(), inputs.end()), t(outputs.begin(), outputs.end());
    tg::parameters<net> p, expected;
    set(p, c, "param", "");
    set(expected, c, "grad", "");
    tg::trainer<net, Loss, Optimizer, 4> fit{o};
    REQUIRE(losses.size() == 100);
    for (std::size_t s = 0; s < losses.size(); ++s) {
        CAPTURE(s);
        CHECK(fit.step(p, x, t) == doctest::Approx(losses[s]).epsilon(tolerance));
        if (s == 0)
            for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(fit.gradient().data()[i] == doctest::Approx(expected.data()[i]).epsilon(1e-5));
    }
    set(expected, c, "state", "_final");
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(p.data()[i] == doctest::Approx(expected.data()[i]).epsilon(tolerance));
    for (std::size_t i = 0; i < 4; ++i) CHECK(tg::apply(p, tg::view<const float, tg::shape<2>>(x.data() + 2 * i))[0] == doctest::Approx(c.find("out", "y_final")->values[i]).epsilon(tolerance));
}
}

namespace {
struct normed : tg::network<tg::input<8, 8, 1>, tg::conv2d<4, 3, tg::padding<1>>, tg::batch_norm<>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<3>> {};

void set(tg::parameters<normed>& p, const nnref::test_case& c, const std::string& role, const std::string& ending) {
    auto at = [&](const char* name, std::size_t i) { return static_cast<float>(c.find(role, name + ending)->values[i]); };
    for (std::size_t o = 0; o < 4; ++o) {
        for (std::size_t i = 0; i < 9; ++i) p.get<0>().weight[i * 4 + o] = at("cw", o * 9 + i);
        p.get<0>().bias[o] = at("cb", o);
        p.get<1>().weight[o] = at("g", o);
        p.get<1>().bias[o] = at("be", o);
    }
    for (std::size_t o = 0; o < 3; ++o) {
        for (std::size_t channel = 0; channel < 4; ++channel)
            for (std::size_t i = 0; i < 16; ++i) p.get<5>().weight(i * 4 + channel, o) = at("w", o * 64 + channel * 16 + i);
        p.get<5>().bias[o] = at("b", o);
    }
}

struct recurrent : tg::network<tg::input<6, 2>, tg::lstm<5, tg::last>, tg::dense<1>> {};

// PyTorch has two biases, which an optimizer of its kind moves apart from zero together: ours is their sum.
struct two_biases {
    std::vector<float> ih, hh;
};
void set(tg::parameters<recurrent>& p, two_biases& b, const nnref::test_case& c, const std::string& role, const std::string& ending) {
    auto at = [&](const char* name, std::size_t i) { return static_cast<float>(c.find(role, name + ending)->values[i]); };
    b.ih.resize(20);
    b.hh.resize(20);
    for (std::size_t g = 0; g < 20; ++g) {
        for (std::size_t i = 0; i < 2; ++i) p.get<0>().weight_ih(i, g) = at("wi", g * 2 + i);
        for (std::size_t i = 0; i < 5; ++i) p.get<0>().weight_hh(i, g) = at("wh", g * 5 + i);
        b.ih[g] = at("bi", g);
        b.hh[g] = at("bh", g);
        p.get<0>().bias[g] = b.ih[g] + b.hh[g];
    }
    for (std::size_t i = 0; i < 5; ++i) p.get<1>().weight(i, 0) = at("w", i);
    p.get<1>().bias[0] = at("b", 0);
}
}

TEST_CASE("a convolution with batch normalisation") {
    const auto& c = find("cnn_bn_adamw");
    const auto &inputs = c.find("in", "X")->values, &outputs = c.find("in", "Y")->values, &losses = c.find("out", "losses")->values;
    const std::vector<float> x(inputs.begin(), inputs.end());
    const std::vector<int> labels(outputs.begin(), outputs.end());
    const auto p = std::make_unique<tg::parameters<normed>>(tg::initialize<normed>(1)), expected = std::make_unique<tg::parameters<normed>>();
    set(*p, c, "param", "");
    set(*expected, c, "grad", "");
    const auto fit = std::make_unique<tg::trainer<normed, tg::cross_entropy, tg::adamw, 8>>(tg::adamw{.learning_rate = 0.01f, .weight_decay = 0.05f});
    REQUIRE(losses.size() == 30);
    for (std::size_t s = 0; s < losses.size(); ++s) {
        CAPTURE(s);
        CHECK(fit->step(*p, x, labels) == doctest::Approx(losses[s]).epsilon(1e-3));
        if (s == 0)
            for (std::size_t i = 0; i < normed::parameter_count; ++i) CHECK(static_cast<double>(std::fabs(fit->gradient().data()[i] - expected->data()[i])) <= 1e-5);
    }
    // The bias of the convolution has a gradient that is all rounding, of which adamw makes whole steps: it does nothing.
    set(*expected, c, "state", "_final");
    for (auto& b : expected->get<0>().bias) b = 0;
    for (auto& b : p->get<0>().bias) b = 0;
    for (std::size_t i = 0; i < normed::parameter_count; ++i) CHECK(p->data()[i] == doctest::Approx(expected->data()[i]).epsilon(2e-3));
}

TEST_CASE("back-propagation through time") {
    const auto& c = find("lstm_bptt_adam");
    const auto &inputs = c.find("in", "X")->values, &outputs = c.find("in", "Y")->values, &losses = c.find("out", "losses")->values;
    tg::tensor<float, tg::shape<4, 6, 2>> x;
    tg::tensor<float, tg::shape<4, 1>> y;
    std::copy(inputs.begin(), inputs.end(), x.begin());
    std::copy(outputs.begin(), outputs.end(), y.begin());
    tg::parameters<recurrent> p, expected;
    two_biases b, other;
    set(p, b, c, "param", "");
    set(expected, other, c, "grad", "");
    constexpr tg::adam optimizer{.learning_rate = 0.02f};
    float states[recurrent::parameter_count][tg::adam::states]{};
    REQUIRE(losses.size() == 40);
    for (std::size_t s = 0; s < losses.size(); ++s) {
        CAPTURE(s);
        tg::parameters<recurrent> dp;
        CHECK(tg::value_and_gradient<tg::mean_squared_error>(p, x, y, dp) == doctest::Approx(losses[s]).epsilon(1e-3));
        if (s == 0)
            for (std::size_t i = 0; i < recurrent::parameter_count; ++i) {
                const auto bias = expected.get<0>().bias.data() - expected.data();
                const bool summed = static_cast<std::ptrdiff_t>(i) >= bias && static_cast<std::ptrdiff_t>(i) < bias + 20;
                CHECK(dp.data()[i] == doctest::Approx(expected.data()[i] / (summed ? 2 : 1)).epsilon(1e-5));
            }
        const auto constants = tg::compute::prepare(optimizer, s + 1, dp.flat());
        const std::size_t first = static_cast<std::size_t>(p.get<0>().bias.data() - p.data());
        for (std::size_t i = 0; i < recurrent::parameter_count; ++i) {
            const float step = tg::adam::update(constants, p.data()[i], dp.data()[i], states[i]) - p.data()[i];
            p.data()[i] += i >= first && i < first + 20 ? 2 * step : step;  // both biases go the same way
        }
    }
    set(expected, other, c, "state", "_final");
    for (std::size_t i = 0; i < recurrent::parameter_count; ++i) CHECK(p.data()[i] == doctest::Approx(expected.data()[i]).epsilon(2e-3));
    for (std::size_t i = 0; i < 4; ++i) CHECK(tg::apply(p, tg::view<const float, tg::shape<6, 2>>(x.data() + 12 * i))[0] == doctest::Approx(c.find("out", "y_final")->values[i]).epsilon(2e-3));
}

TEST_CASE("XOR") {
    check<tg::mean_squared_error>("xor_sgd", tg::sgd{.learning_rate = 0.1f, .momentum = 0.9f}, 1e-3);
    check<tg::binary_cross_entropy_with_logits>("xor_adam_bce", tg::adam{.learning_rate = 0.05f}, 1e-3);
}
