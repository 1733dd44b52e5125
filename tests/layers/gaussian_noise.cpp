#include "check_random.hpp"

#include <typegrad/layers/gaussian_noise.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/network/apply.hpp>

namespace tg = typegrad;

namespace {
struct noisy : tg::network<tg::input<1000>, tg::gaussian_noise<0.5>> {};
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

TEST_CASE("gaussian_noise: the same numbers whatever the tile, the batch and the path, and gradients are those of central differences") {
    check::check_random<check::alone<tg::gaussian_noise<0.5>, tg::shape<3, 2, 5>>>();
    check::check_random<check::amid<tg::gaussian_noise<0.7>>>();
}

TEST_CASE("reparameterize: the same, and gradients go through the sample") {
    check::check_random<check::alone<tg::reparameterize, tg::bundle<tg::shape<3, 2, 5>, tg::shape<3, 2, 5>>>>();
    check::check_random<check::amid<tg::sequential<tg::fork<tg::conv2d<4, 2>, tg::conv2d<4, 2>>, tg::reparameterize>, tg::sequential<tg::fork<tg::dense<6>, tg::sequential<tg::dense<6>, tg::tanh>>, tg::reparameterize>>>();
}

TEST_CASE("reparameterize: without training its mean") {
    using net = check::alone<tg::reparameterize, tg::bundle<tg::shape<7>, tg::shape<7>>>;
    static tg::parameters<net> p;
    static tg::inference<net> run(p);
    const auto x = check::random_numbers(14, 1);
    const auto& y = run(x);
    CHECK(std::equal(y.begin(), y.end(), x.begin()));
}

TEST_CASE("gaussian_noise, reparameterize: constant evaluation draws the same") {
    check::check_constant_draws<tg::gaussian_noise<0.5>, tg::shape<2, 3>>();
    check::check_constant_draws<tg::reparameterize, tg::bundle<tg::shape<5>, tg::shape<5>>>();
}
