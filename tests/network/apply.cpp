#include <doctest/doctest.h>

#include <cmath>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<5, 4, 2>, tg::conv2d<3, 2>, tg::tanh, tg::max_pool2d<2>, tg::flatten, tg::dense<4>, tg::silu, tg::dense<3>> {};

template<class T>
constexpr tg::parameters<net, T> some_parameters() {
    tg::parameters<net, T> p;
    for (std::size_t i = 0; i < p.flat().size(); ++i) p.data()[i] = static_cast<T>(tg::philox{1, 0}.uniform(i)) - T(0.5);
    return p;
}
template<class T, class Shape>
constexpr tg::tensor<T, Shape> some_tensor(std::uint64_t seed) {
    tg::tensor<T, Shape> x;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(tg::philox{seed, 0}.uniform(i)) - T(0.5);
    return x;
}
constexpr auto constant_p = some_parameters<float>();
constexpr auto constant_x = some_tensor<float, net::input>(2);
constexpr auto constant_y = tg::apply(constant_p, constant_x);
constexpr auto constant_gradient = [] {
    tg::parameters<net> dp;
    (void)tg::vjp(constant_p, constant_x, tg::tensor<float, net::output>{1, -2, 3}, dp);
    return dp;
}();
}

TEST_CASE("constant evaluation and run time agree within rounding") {
    const auto p = some_parameters<float>();
    const auto y = tg::apply(p, constant_x);
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(y[i] == doctest::Approx(constant_y[i]).epsilon(1e-5));
    tg::parameters<net> dp;
    (void)tg::vjp(p, constant_x, tg::tensor<float, net::output>{1, -2, 3}, dp);
    for (std::size_t i = 0; i < dp.flat().size(); ++i) CHECK(dp.data()[i] == doctest::Approx(constant_gradient.data()[i]).epsilon(1e-4));
}

TEST_CASE("a leading batch axis") {
    const auto p = some_parameters<float>();
    const auto xs = some_tensor<float, tg::shape<21, 5, 4, 2>>(3);
    const auto ys = tg::apply(p, xs);
    static_assert(std::is_same_v<decltype(ys)::shape_type, tg::shape<21, 3>>);
    for (std::size_t n = 0; n < 21; ++n) {
        const auto y = tg::apply(p, tg::view<const float, net::input>(xs.data() + 40 * n));
        for (std::size_t i = 0; i < 3; ++i) CHECK(ys(n, i) == doctest::Approx(y[i]).epsilon(1e-5));
    }
}

TEST_CASE("vjp adds to dp and returns dx, as central differences in double have it") {
    auto p = some_parameters<double>();
    tg::parameters<net, double> dp;
    for (auto& v : dp.flat()) v = 10;
    auto x = some_tensor<double, net::input>(2);
    const tg::tensor<double, net::output> dy{1, -2, 3};
    const auto dx = tg::vjp(p, x, dy, dp);
    auto loss = [&] {
        const auto y = tg::apply(p, x);
        return y[0] * dy[0] + y[1] * dy[1] + y[2] * dy[2];
    };
    // A step of 1e-5 leaves an error of 1e-10 of truncation and 1e-11 of rounding.
    auto slope = [&](double& v) {
        const double old = v, h = 1e-5;
        v = old + h;
        const double up = loss();
        v = old - h;
        const double down = loss();
        v = old;
        return (up - down) / (2 * h);
    };
    for (std::size_t i = 0; i < dp.flat().size(); ++i) CHECK(dp.data()[i] - 10 == doctest::Approx(slope(p.data()[i])).epsilon(1e-6));
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(dx[i] == doctest::Approx(slope(x[i])).epsilon(1e-6));
}
