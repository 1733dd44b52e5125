#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/concat.hpp>
#include <typegrad/layers/dense.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct forked : tg::network<tg::input<5>, tg::fork<tg::dense<3>, tg::identity, tg::sequential<tg::dense<2>, tg::relu>>, tg::concat> {};
}

TEST_CASE("fork, concat: one after the other along the last axis") {
    const auto p = numbers(forked::parameter_count), x = numbers(5, 9);
    const auto y = output<forked>(p, x);
    CHECK(y.size() == 10);
    CHECK(std::vector<double>(y.begin() + 3, y.begin() + 8) == x);
    check_network<forked>();
}

TEST_CASE("concat: constant evaluation") { check::check_constant<tg::concat, tg::bundle<tg::shape<2, 3>, tg::shape<2, 1>>>(); }
