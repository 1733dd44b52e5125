#include "composed.hpp"

#include <typegrad/layers/dot.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct alike : tg::network<tg::inputs<tg::shape<5>, tg::shape<5>>, tg::dot> {};
struct rows : tg::network<tg::inputs<tg::shape<3, 4>, tg::shape<3, 4>>, tg::dot> {};
struct rows_of_rows : tg::network<tg::inputs<tg::shape<2, 3, check::lanes + 1>, tg::shape<2, 3, check::lanes + 1>>, tg::dot> {};
}

TEST_CASE("dot: the sum of all products") {
    check_network<alike>();
    const auto x = numbers(10);
    double sum = 0;
    for (std::size_t i = 0; i < 5; ++i) sum += x[i] * x[5 + i];
    CHECK(output<alike>({}, x)[0] == doctest::Approx(sum).epsilon(1e-12));
}

TEST_CASE("dot: of matrices and more, row by row") {
    static_assert(std::is_same_v<rows_of_rows::output, tg::shape<2, 3>>);
    check_network<rows>();
    check_network<rows_of_rows>();
    const auto x = numbers(24);
    const auto y = output<rows>({}, x);
    for (std::size_t r = 0; r < 3; ++r) {
        double sum = 0;
        for (std::size_t i = 0; i < 4; ++i) sum += x[4 * r + i] * x[12 + 4 * r + i];
        CHECK(y[r] == doctest::Approx(sum).epsilon(1e-12));
    }
}

TEST_CASE("dot: constant evaluation") { check::check_constant<tg::dot, tg::bundle<tg::shape<2, 3>, tg::shape<2, 3>>>(); }
