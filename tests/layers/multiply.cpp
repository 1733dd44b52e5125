#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/multiply.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct gated : tg::network<tg::input<6>, tg::fork<tg::dense<7>, tg::sequential<tg::dense<7>, tg::sigmoid>>, tg::multiply> {};
using image = tg::shape<2, 3, check::lanes + 1>;
struct scaled : tg::network<tg::inputs<image, tg::shape<1>>, tg::multiply> {};
struct weighted : tg::network<tg::inputs<image, tg::shape<check::lanes + 1>>, tg::multiply> {};
}

TEST_CASE("multiply: a gate") { check_network<gated>(); }

TEST_CASE("multiply: by one number, and by one for each channel") {
    check_network<scaled>();
    check_network<weighted>();
    const auto x = numbers(weighted::input::size);
    const auto y = output<weighted>({}, x), z = output<scaled>({}, {x.begin(), x.begin() + image::size + 1});
    for (std::size_t i = 0; i < image::size; ++i) CHECK((y[i] == x[i] * x[image::size + i % (check::lanes + 1)] && z[i] == x[i] * x[image::size]));
}

TEST_CASE("multiply: constant evaluation") { check::check_constant<tg::multiply, tg::bundle<tg::shape<2, 3>, tg::shape<3>>>(); }
