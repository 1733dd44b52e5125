#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/gaussian_noise.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/network/apply.hpp>

namespace tg = typegrad;

namespace {
struct noisy : tg::network<tg::input<1000>, tg::gaussian_noise<0.5>> {};
struct encoder : tg::network<tg::input<5>, tg::fork<tg::dense<3>, tg::dense<3>>, tg::reparameterize, tg::tanh, tg::dense<2>> {};
}

TEST_CASE("gaussian_noise: mean and deviation, and nothing without training") {
    static tg::parameters<noisy> p;
    static tg::training<noisy> pass(p);
    pass.mode = {3, 4};
    static tg::tensor<float, noisy::input> x;
    const auto& y = pass.forward(x);
    double sum = 0, squares = 0;
    for (float v : y) {
        sum += static_cast<double>(v);
        squares += static_cast<double>(v) * static_cast<double>(v);
    }
    // Four standard deviations: 0.5 / sqrt(1000) of the mean, 0.5 / sqrt(2000) of the deviation.
    CHECK(std::fabs(sum / 1000) < 4 * 0.5 / std::sqrt(1000));
    CHECK(std::fabs(std::sqrt(squares / 1000) - 0.5) < 4 * 0.5 / std::sqrt(2000));
    CHECK(tg::apply(p, x) == x);
    const auto dy = check::random_numbers(1000, 1);
    const auto& dx = pass.backward(dy, tg::frozen);
    CHECK(std::equal(dy.begin(), dy.end(), dx.begin()));
}

TEST_CASE("reparameterize: gradients through the sample, as central differences have them") {
    std::vector<double> p = composed::numbers(encoder::parameter_count), x = composed::numbers(5, 9), dp(p.size()), dx(5);
    const double dy[2] = {1.5, -0.5};
    const tg::mode::training mode{2, 3};
    auto loss = [&] {
        double sum = 0;
        std::vector<double> unused(p.size());
        tg::compute::vjp_scalar<encoder>(p.data(), x.data(), unused.data(), static_cast<double*>(nullptr), [&](const double* y, double* d) {
            sum = y[0] * dy[0] + y[1] * dy[1];
            d[0] = d[1] = 0;
        }, mode);
        return sum;
    };
    tg::compute::vjp_scalar<encoder>(p.data(), x.data(), dp.data(), dx.data(), [&](const double*, double* d) {
        d[0] = dy[0];
        d[1] = dy[1];
    }, mode);
    auto slope = [&](double& v) {
        const double old = v, h = 1e-5;
        v = old + h;
        const double up = loss();
        v = old - h;
        const double down = loss();
        v = old;
        return (up - down) / (2 * h);
    };
    for (std::size_t i = 0; i < p.size(); ++i) CHECK(dp[i] == doctest::Approx(slope(p[i])).epsilon(1e-6));
    for (std::size_t i = 0; i < 5; ++i) CHECK(dx[i] == doctest::Approx(slope(x[i])).epsilon(1e-6));
}
