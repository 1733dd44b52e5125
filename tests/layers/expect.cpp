#include "check_layer.hpp"

#include <typegrad/layers/expect.hpp>

namespace tg = typegrad;
using tg::shape;

namespace {
template<std::size_t... Extents>
void check_expect() {
    using In = shape<Extents...>;
    check::check_layer<tg::expect<Extents...>, In>([](const double*, const double* x, double* y) { std::copy(x, x + In::size, y); });
}
}

TEST_CASE("expect") {
    check_expect<1>();
    check_expect<check::under_lanes>();
    check_expect<3, check::lanes>();
    check_expect<2, 3, check::lanes + 1>();
    check_expect<37>();
}

TEST_CASE("expect: constant evaluation") { check::check_constant<tg::expect<2, 3>, shape<2, 3>>(); }
