#include "composed.hpp"

#include <typegrad/layers/dot.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct alike : tg::network<tg::inputs<tg::shape<5>, tg::shape<5>>, tg::dot> {};
}

TEST_CASE("dot: the sum of all products") {
    check_network<alike>();
    const auto x = numbers(10);
    double sum = 0;
    for (std::size_t i = 0; i < 5; ++i) sum += x[i] * x[5 + i];
    CHECK(output<alike>({}, x)[0] == doctest::Approx(sum).epsilon(1e-12));
}

TEST_CASE("dot: constant evaluation") { check::check_constant<tg::dot, tg::bundle<tg::shape<2, 3>, tg::shape<2, 3>>>(); }
