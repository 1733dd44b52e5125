#include "check_tiles.hpp"

#include <typegrad/layers/flip.hpp>

namespace tg = typegrad;
using tg::shape;

namespace {
template<std::size_t Axis, class In>
void check_flip() {
    check::check_layer<tg::flip<Axis>, In>([](const double*, const double* x, double* y) {
        constexpr std::size_t n = In::extent(Axis);
        std::size_t inner = 1;
        for (std::size_t a = Axis + 1; a < In::rank; ++a) inner *= In::extent(a);
        for (std::size_t i = 0; i < In::size; ++i) {
            const std::size_t at = i / inner % n;
            y[i] = x[i + (n - 1) * inner - 2 * at * inner];
        }
    });
}
}

TEST_CASE("flip: a vector") {
    check_flip<0, shape<1>>();
    check_flip<0, shape<check::under_lanes>>();
    check_flip<0, shape<check::lanes + 1>>();
    check_flip<0, shape<37>>();
}

TEST_CASE("flip: any axis") {
    check_flip<0, shape<4, 3, 5>>();
    check_flip<1, shape<4, 3, check::lanes + 1>>();
    check_flip<2, shape<4, 3, 5>>();
}

TEST_CASE("flip: tiles") {
    check::check_tiles<tg::flip<1>, shape<4, 3, 5>>();
    check::check_before_border<tg::flip<2>, shape<4, 3, 5>>();
}

TEST_CASE("flip: constant evaluation") { check::check_constant<tg::flip<1>, shape<2, 4>>(); }
