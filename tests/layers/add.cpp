#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/add.hpp>
#include <typegrad/layers/compose.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct twice : tg::network<tg::input<3>, tg::tanh, tg::fork<tg::identity, tg::identity>, tg::add> {};
struct three : tg::network<tg::inputs<tg::shape<2, 7>, tg::shape<2, 7>, tg::shape<2, 7>>, tg::add> {};
}

TEST_CASE("add: one value read twice by one layer") { check_network<twice>(); }

TEST_CASE("add: three items") {
    check_network<three>();
    const auto x = numbers(42), y = output<three>({}, x);
    for (std::size_t i = 0; i < 14; ++i) CHECK(y[i] == x[i] + x[14 + i] + x[28 + i]);
}

TEST_CASE("add: constant evaluation") { check::check_constant<tg::add, tg::bundle<tg::shape<2, 3>, tg::shape<2, 3>>>(); }
