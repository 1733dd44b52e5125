#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/multiply.hpp>

namespace tg = typegrad;
using composed::check_network;

namespace {
struct gated : tg::network<tg::input<6>, tg::fork<tg::dense<7>, tg::sequential<tg::dense<7>, tg::sigmoid>>, tg::multiply> {};
}

TEST_CASE("multiply: a gate") { check_network<gated>(); }

TEST_CASE("multiply: constant evaluation") { check::check_constant<tg::multiply, tg::bundle<tg::shape<2, 3>, tg::shape<3>>>(); }
