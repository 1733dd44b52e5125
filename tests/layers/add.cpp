#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/add.hpp>
#include <typegrad/layers/compose.hpp>

namespace tg = typegrad;
using composed::check_network;

namespace {
struct twice : tg::network<tg::input<3>, tg::tanh, tg::fork<tg::identity, tg::identity>, tg::add> {};
}

TEST_CASE("add: one value read twice by one layer") { check_network<twice>(); }

TEST_CASE("add: constant evaluation") { check::check_constant<tg::add, tg::bundle<tg::shape<2, 3>, tg::shape<2, 3>>>(); }
