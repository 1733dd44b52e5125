#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3>, tg::dense<4>, tg::tanh, tg::dense<2>> {};
constexpr tg::tensor<float, tg::shape<2, 3>> x{0.5f, -1, 2, 1, 0.25f, -0.5f};
}

TEST_CASE("the mean of the samples' losses, and its gradient, are added") {
    const auto p = tg::initialize<net>(2);
    tg::parameters<net> first, second, both;
    const float a = tg::value_and_gradient<tg::cross_entropy>(p, tg::view<const float, tg::shape<3>>(x.data()), 1, first);
    const float b = tg::value_and_gradient<tg::cross_entropy>(p, tg::view<const float, tg::shape<3>>(x.data() + 3), 0, second);
    CHECK(tg::value_and_gradient<tg::cross_entropy>(p, x, std::vector<int>{1, 0}, both) == doctest::Approx((a + b) / 2).epsilon(1e-6));
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(both.data()[i] == doctest::Approx((first.data()[i] + second.data()[i]) / 2).epsilon(1e-5));
}

TEST_CASE("fewer targets than samples have no loss, and change nothing") {
    const auto p = tg::initialize<net>(2);
    tg::parameters<net> dp;
    CHECK(std::isnan(tg::value_and_gradient<tg::cross_entropy>(p, x, std::vector<int>{1}, dp)));
    CHECK(std::isnan(tg::value_and_gradient<tg::mean_squared_error>(p, x, std::vector<float>(3), dp)));
    tg::parameters<net, double> q, dq;
    CHECK(std::isnan(tg::value_and_gradient<tg::cross_entropy>(q, tg::tensor<double, tg::shape<2, 3>>{}, std::vector<int>{1}, dq)));
    for (const float v : dp.flat()) CHECK(v == 0);
    for (const double v : dq.flat()) CHECK(v == 0);
}

namespace {
struct two_outputs : tg::network<tg::input<3>, tg::dense<4>, tg::tanh, tg::fork<tg::dense<2>, tg::sequential<tg::dense<3>, tg::sigmoid>>> {};
struct first_output : tg::network<tg::input<3>, tg::dense<4>, tg::tanh, tg::dense<2>> {};
struct second_output : tg::network<tg::input<3>, tg::dense<4>, tg::tanh, tg::dense<3>, tg::sigmoid> {};
using both_losses = tg::weighted_sum<tg::head<tg::cross_entropy, 2>, tg::head<tg::huber, 3>>;
constexpr int labels[2] = {1, 0};
constexpr float rows[6] = {1, 0.5f, -1, 0, 2, 0.25f};

struct outcome {
    float loss;
    tg::parameters<two_outputs> dp;
};
constexpr outcome of_both(const tg::parameters<two_outputs>& p) {
    outcome o{};
    o.loss = tg::value_and_gradient(both_losses{{{}, 2}, {{}, 0.5f}}, p, x, tg::target_list(labels, rows), o.dp);
    return o;
}
}

TEST_CASE("a head for each output of a fork: the sum of what networks with one output have, the same while compiling") {
    static_assert(std::is_same_v<two_outputs::output, tg::bundle<tg::shape<2>, tg::shape<3>>>);
    constexpr auto p = tg::initialize<two_outputs>(2);
    constexpr outcome constant = of_both(p);
    const outcome now = of_both(p);
    // 16 shared parameters, 10 of the first output, 15 of the second
    tg::parameters<first_output> first, first_dp;
    tg::parameters<second_output> second, second_dp;
    std::copy(p.data(), p.data() + 26, first.data());
    std::copy(p.data(), p.data() + 16, second.data());
    std::copy(p.data() + 26, p.data() + 41, second.data() + 16);
    const float a = tg::value_and_gradient<tg::cross_entropy>(first, x, labels, first_dp), b = tg::value_and_gradient<tg::huber>(second, x, rows, second_dp);
    for (const outcome& o : {constant, now}) {
        CHECK(o.loss == doctest::Approx(2 * a + b / 2).epsilon(1e-6));
        for (std::size_t i = 0; i < 41; ++i) {
            const float expected = (i < 26 ? 2 * first_dp.data()[i] : 0) + (i < 16 ? second_dp.data()[i] / 2 : i < 26 ? 0 : second_dp.data()[i - 10] / 2);
            CHECK(std::fabs(o.dp.data()[i] - expected) <= 1e-6f);
        }
    }
}
