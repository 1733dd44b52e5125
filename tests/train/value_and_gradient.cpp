#include <doctest/doctest.h>

#include <cmath>
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
