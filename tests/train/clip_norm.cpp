#include "optimizer_case.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

using typegrad::clip_norm;
using typegrad::sgd;

namespace {
void check(const std::string& name) {
    CAPTURE(name);
    const auto& c = optimizer_case::find(name);
    const auto &first = c.find("in", "ga")->values, &second = c.find("in", "gb")->values;
    std::vector<float> g(first.begin(), first.end());
    g.insert(g.end(), second.begin(), second.end());
    std::vector<double> expected = c.find("out", "ga_clipped")->values;
    expected.insert(expected.end(), c.find("out", "gb_clipped")->values.begin(), c.find("out", "gb_clipped")->values.end());
    CHECK(typegrad::compute::norm(g.data(), g.size()) == doctest::Approx(c.find("out", "total_norm")->values[0]).epsilon(1e-6));
    const clip_norm<sgd> o{.optimizer = {.learning_rate = 1}, .max_norm = static_cast<float>(c.number("max_norm"))};
    const auto constants = o.prepare(1, g);
    for (std::size_t i = 0; i < g.size(); ++i) {
        float state[1] = {};
        CHECK(-clip_norm<sgd>::update(constants, 0.0f, g[i], state) == doctest::Approx(expected[i]).epsilon(1e-6));
    }
}
}

TEST_CASE("PyTorch's gradients") {
    check("clip_norm_active");
    check("clip_norm_inactive");
}

TEST_CASE("the norm of many numbers, and of large ones") {
    std::vector<float> g(100'003);
    double sum = 0;
    for (std::size_t i = 0; i < g.size(); ++i) {
        g[i] = typegrad::philox{1}.uniform(i);
        sum += static_cast<double>(g[i]) * static_cast<double>(g[i]);
    }
    CHECK(typegrad::compute::norm(g.data(), g.size()) == doctest::Approx(std::sqrt(sum)).epsilon(1e-6));
    const std::vector<float> large(37, 1e30f);
    CHECK(typegrad::compute::norm(large.data(), 37) == doctest::Approx(std::sqrt(37.0) * 1e30).epsilon(1e-6));
    CHECK(typegrad::compute::norm(large.data(), 0) == 0);
}

namespace {
struct net : tg::network<tg::input<2>, tg::dense<3>> {};
constexpr float samples[4] = {100, 50, -30, 20};
constexpr std::uint8_t labels[2] = {0, 2};

constexpr double length_of_step() {
    tg::parameters<net> p;
    tg::trainer<net, tg::cross_entropy, clip_norm<sgd>, 2> fit{{.optimizer = {.learning_rate = 0.5f}, .max_norm = 0.25f}};
    (void)fit.step(p, samples, std::span(labels));
    double square = 0;
    for (const float v : p.flat()) square += static_cast<double>(v) * static_cast<double>(v);
    return square;
}
}

TEST_CASE("a step is no longer than the learning rate times the norm, while compiling too") {
    static_assert(length_of_step() - 0.125 * 0.125 < 1e-6 && length_of_step() > 0.0156);
    CHECK(length_of_step() == doctest::Approx(0.125 * 0.125).epsilon(1e-5));
}
