#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

// Layers of several steps; everything else is in layer_statistics.cpp.
namespace tg = typegrad;

namespace {
template<class... Layers>
struct sequence : tg::network<tg::input<4, 6>, Layers...> {};
using block = tg::encoder_block<2, tg::feed_forward<5>>;
using memory = tg::lstm<3, tg::last>;
using deep = sequence<block, memory, tg::dense<2>>;
constexpr std::size_t n = 5;

void check_same(const tg::number_statistics& got, const tg::number_statistics& expected) {
    CHECK(expected.count > 0);
    CHECK(got.count == expected.count);
    CHECK(std::fabs(got.mean - expected.mean) <= 1e-5 * expected.largest);
    CHECK(got.deviation() == doctest::Approx(expected.deviation()).epsilon(1e-5));
    CHECK(got.largest == doctest::Approx(expected.largest).epsilon(1e-5));
}
// The last layer of UpTo, whose first parameters are those of p.
template<class UpTo>
void check_last(const tg::layer_statistics& layer, const tg::parameters<deep>& p, const tg::parameters<deep>& dp, const std::vector<float>& x, std::size_t from) {
    const std::vector<double> q(p.data(), p.data() + UpTo::parameter_count), xs(x.begin(), x.end());
    std::vector<double> y(UpTo::output::size);
    tg::number_statistics made, weights, gradients;
    for (std::size_t s = 0; s < n; ++s) {
        tg::compute::apply_scalar<UpTo>(q.data(), xs.data() + s * deep::input::size, y.data());
        for (const double v : y) made.add(v);
    }
    for (std::size_t i = from; i < UpTo::parameter_count; ++i) {
        weights.add(static_cast<double>(p.data()[i]));
        gradients.add(static_cast<double>(dp.data()[i]));
    }
    check_same(layer.activations, made);
    check_same(layer.weights, weights);
    check_same(layer.gradients, gradients);
}
}

TEST_CASE("statistics of layers that are made of others, or keep more than they give") {
    using one = sequence<block>;
    using two = sequence<block, memory>;
    auto p = std::make_unique<tg::parameters<deep>>(tg::initialize<deep>(1));
    const auto fit = std::make_unique<tg::trainer<deep, tg::cross_entropy, tg::sgd, 8>>(tg::sgd{.learning_rate = 0});
    std::vector<float> x(n * deep::input::size);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 2 * tg::philox{2}.uniform(i) - 1;
    (void)fit->step(*p, x, std::vector<int>{0, 1, 1, 0, 1});
    const auto t = fit->statistics(*p);
    CHECK(t.size() == 3);
    CHECK((t[0].name == "encoder_block" && t[1].name == "lstm" && t[2].name == "dense"));
    check_last<one>(t[0], *p, fit->gradient(), x, 0);
    check_last<two>(t[1], *p, fit->gradient(), x, one::parameter_count);
    check_last<deep>(t[2], *p, fit->gradient(), x, two::parameter_count);
}
