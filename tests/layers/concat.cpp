#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/concat.hpp>
#include <typegrad/layers/dense.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct forked : tg::network<tg::input<5>, tg::fork<tg::dense<3>, tg::identity, tg::sequential<tg::dense<2>, tg::relu>>, tg::concat> {};
struct matrices : tg::network<tg::inputs<tg::shape<3, 2>, tg::shape<3, check::lanes + 1>, tg::shape<3, 1>>, tg::concat> {};
}

TEST_CASE("fork, concat: one after the other along the last axis") {
    const auto p = numbers(forked::parameter_count), x = numbers(5, 9);
    const auto y = output<forked>(p, x);
    CHECK(y.size() == 10);
    CHECK(std::vector<double>(y.begin() + 3, y.begin() + 8) == x);
    check_network<forked>();
}

TEST_CASE("concat: matrices, row by row") {
    constexpr std::size_t wide = check::lanes + 1, all = wide + 3;
    static_assert(std::is_same_v<matrices::output, tg::shape<3, all>>);
    check_network<matrices>();
    const auto x = numbers(3 * all), y = output<matrices>({}, x);
    for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t i = 0; i < 2; ++i) CHECK(y[r * all + i] == x[2 * r + i]);
        for (std::size_t i = 0; i < wide; ++i) CHECK(y[r * all + 2 + i] == x[6 + wide * r + i]);
        CHECK(y[r * all + 2 + wide] == x[6 + 3 * wide + r]);
    }
}

TEST_CASE("concat: constant evaluation") { check::check_constant<tg::concat, tg::bundle<tg::shape<2, 3>, tg::shape<2, 1>>>(); }
