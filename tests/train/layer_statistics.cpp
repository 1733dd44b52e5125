#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<6, 5, 2>, tg::conv2d<3, 3, tg::same>, tg::relu, tg::conv2d<4, 3, tg::same>, tg::batch_norm<>, tg::tanh, tg::flatten, tg::dense<3>> {};
constexpr std::size_t n = 5;

std::vector<float> some(std::size_t count, std::uint64_t seed) {
    std::vector<float> v(count);
    for (std::size_t i = 0; i < count; ++i) v[i] = 2 * tg::philox{seed}.uniform(i) - 1;
    return v;
}
}

TEST_CASE("number_statistics: mean, deviation, largest, zeros") {
    tg::number_statistics s;
    for (double x : {1.0, -4.0, 0.0, 3.0}) s.add(x);
    s.add(std::numeric_limits<double>::quiet_NaN());
    s.add(std::numeric_limits<double>::infinity());
    CHECK(s.count == 4);
    CHECK(s.zeros == 1);
    CHECK(s.not_finite == 2);
    CHECK(s.mean == 0);
    CHECK(s.largest == 4);
    CHECK(s.deviation() == doctest::Approx(std::sqrt(26.0 / 4)));
}

TEST_CASE("statistics of each layer: those of its own numbers, without borders and samples that are none") {
    auto p = std::make_unique<tg::parameters<net>>(tg::initialize<net>(1));
    const auto before = *p;
    const auto fit = std::make_unique<tg::trainer<net, tg::cross_entropy, tg::sgd, 32>>(tg::sgd{.learning_rate = 0});
    const auto x = some(n * net::input::size, 2);
    const std::vector<int> labels{0, 1, 2, 0, 1};
    (void)fit->step(*p, x, labels);
    const auto t = fit->statistics(*p);
    CHECK(t.size() == 7);
    CHECK(t[0].name == "conv2d");
    CHECK(t[0].activations.count == 0);  // one step with the relu behind it
    CHECK(t[1].activations.count == n * 6 * 5 * 3);
    CHECK(t[4].activations.count == n * 6 * 5 * 4);

    // The first convolution and its relu, by hand.
    struct first : tg::network<tg::input<6, 5, 2>, tg::conv2d<3, 3, tg::same>, tg::relu> {};
    tg::parameters<first> of_first;
    std::copy(before.data(), before.data() + first::parameter_count, of_first.data());
    tg::number_statistics expected;
    for (std::size_t s = 0; s < n; ++s)
        for (float v : tg::apply(of_first, tg::view<const float, net::input>(x.data() + s * net::input::size))) expected.add(static_cast<double>(v));
    CHECK(t[1].activations.mean == doctest::Approx(expected.mean).epsilon(1e-5));
    CHECK(t[1].activations.deviation() == doctest::Approx(expected.deviation()).epsilon(1e-5));
    CHECK(t[1].activations.zeros == expected.zeros);

    CHECK(t[3].weights.count == 8);
    CHECK(t[6].weights.count == 120 * 3 + 3);
    double largest = 0;
    for (float g : fit->gradient().template get<6>().weight) largest = std::max(largest, static_cast<double>(std::fabs(g)));
    for (float g : fit->gradient().template get<6>().bias) largest = std::max(largest, static_cast<double>(std::fabs(g)));
    CHECK(t[6].gradients.largest == largest);
    std::FILE* const nowhere = std::tmpfile();
    REQUIRE(nowhere != nullptr);
    tg::print(t, nowhere);
    CHECK(std::ftell(nowhere) > 0);
    std::fclose(nowhere);
}

TEST_CASE("a trainer names the layer whose numbers are the first that are not finite") {
    auto p = std::make_unique<tg::parameters<net>>(tg::initialize<net>(1));
    const auto fit = std::make_unique<tg::trainer<net, tg::cross_entropy, tg::sgd, 8>>();
    const auto x = some(n * net::input::size, 2);
    const std::vector<int> labels{0, 1, 2, 0, 1};
    p->get<2>().weight[0] = std::numeric_limits<float>::quiet_NaN();
    (void)fit->step(*p, x, labels);
    CHECK(std::string(fit->state().message).find("a weight of layer 2 (conv2d) is not finite") != std::string::npos);
    p->get<2>().weight[0] = 1;
    for (auto& w : p->get<2>().weight) w = 1e38f;
    for (auto& w : p->get<0>().weight) w = 1e5f;
    (void)fit->step(*p, x, labels);
    CHECK(std::string(fit->state().message).find("comes out of layer 2 (conv2d)") != std::string::npos);
}
