#include <doctest/doctest.h>

#include <span>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "reference/nnref.hpp"

namespace tg = typegrad;

// Whole trainings of PyTorch's: every loss, and what comes of it. Left out: cnn_bn_adamw (there is no batch_norm yet) and
// lstm_bptt_adam (there is no lstm yet).
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

TEST_CASE("XOR") {
    check<tg::mean_squared_error>("xor_sgd", tg::sgd{.learning_rate = 0.1f, .momentum = 0.9f}, 1e-3);
    check<tg::binary_cross_entropy_with_logits>("xor_adam_bce", tg::adam{.learning_rate = 0.05f}, 1e-3);
}
