#include "check_layer.hpp"

#include <typegrad/layers/flatten.hpp>

namespace tg = typegrad;
using tg::shape;

namespace {
template<class In>
void check_flatten() {
    check::check_layer<tg::flatten, In, shape<In::size>>([](const double*, const double* x, double* y) { std::copy(x, x + In::size, y); });
}
}

TEST_CASE("flatten") {
    check_flatten<shape<1>>();
    check_flatten<shape<check::under_lanes>>();
    check_flatten<shape<2, check::lanes>>();
    check_flatten<shape<2, 3, check::lanes + 1>>();
    check_flatten<shape<37>>();
}

TEST_CASE("flatten: constant evaluation") { check::check_constant<tg::flatten, shape<2, 3>>(); }
