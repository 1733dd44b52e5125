#include "check_random.hpp"

#include <typegrad/layers/dropout.hpp>
#include <typegrad/layers/residual.hpp>
#include <typegrad/network/apply.hpp>

namespace tg = typegrad;

namespace {
struct elements : tg::network<tg::input<3, 2, 5>, tg::dropout<0.3>> {};
struct channels : tg::network<tg::input<3, 2, 5>, tg::spatial_dropout<0.5>> {};
struct samples : tg::network<tg::input<3, 2, 5>, tg::drop_path<0.25>> {};
}

TEST_CASE("dropout: the same numbers fall whatever the tile, the batch and the path, and gradients are those of central differences") {
    check::check_random<elements>();
    check::check_random<check::amid<tg::dropout<0.4>>>();
}
TEST_CASE("spatial_dropout: the same, and so are gradients") {
    check::check_random<channels>();
    check::check_random<check::amid<tg::spatial_dropout<0.3>>>();
}
TEST_CASE("drop_path: the same, and so are gradients") {
    check::check_random<samples>();
    check::check_random<check::amid<tg::residual<tg::tanh, tg::drop_path<0.5>>>>();
}

TEST_CASE("dropout: what falls, falls as often as it should, and the rest makes up for it") {
    const auto y = check::trained<elements, 100>({1, 1}, 100);
    const auto x = check::random_numbers(100 * 30, 1);
    std::size_t fallen = 0;
    for (std::size_t i = 0; i < 3000; ++i) {
        fallen += y[i] == 0;
        CHECK((y[i] == 0 || y[i] == doctest::Approx(x[i] / 0.7f).epsilon(1e-6)));
    }
    CHECK(fallen > 900 - 4 * 25);  // four standard deviations of a binomial distribution
    CHECK(fallen < 900 + 4 * 25);
    const auto c = check::trained<channels, 3>({1, 1}, 3);
    for (std::size_t i = 5; i < 30; ++i) CHECK((c[i] == 0) == (c[i % 5] == 0));
    const auto s = check::trained<samples, 20>({1, 1}, 20);
    for (std::size_t i = 0; i < 600; ++i) CHECK((s[i] == 0) == (s[i / 30 * 30] == 0));
}

TEST_CASE("dropout: nothing at all without training") {
    tg::parameters<elements> p;
    tg::tensor<float, elements::input> x{1, 2, 3};
    CHECK(tg::apply(p, x) == x);
    CHECK(tg::inference<elements>(p)(x) == x);
}

TEST_CASE("dropout: constant evaluation drops the same") {
    check::check_constant_draws<tg::dropout<0.5>, tg::shape<9>>();
    check::check_constant_draws<tg::spatial_dropout<0.5>, tg::shape<2, 5>>();
    check::check_constant_draws<tg::drop_path<0.5>, tg::shape<3>>();
}
