#include "check_layer.hpp"

#include <typegrad/layers/reshape.hpp>

namespace tg = typegrad;
using tg::shape;

namespace {
template<class In, std::size_t... Extents>
void check_reshape() {
    check::check_layer<tg::reshape<Extents...>, In, shape<Extents...>>([](const double*, const double* x, double* y) { std::copy(x, x + In::size, y); });
}
}

TEST_CASE("reshape") {
    check_reshape<shape<1>, 1, 1>();
    check_reshape<shape<2, check::under_lanes>, check::under_lanes, 2>();
    check_reshape<shape<check::lanes>, 1, check::lanes, 1>();
    check_reshape<shape<2, 3, check::lanes + 1>, 3, 2 * check::lanes + 2>();
    check_reshape<shape<37>, 37>();
}

TEST_CASE("reshape: constant evaluation") { check::check_constant<tg::reshape<3, 2>, shape<2, 3>>(); }
