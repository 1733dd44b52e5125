#include "check_tiles.hpp"

#include <typegrad/layers/slice.hpp>

namespace tg = typegrad;
using tg::shape;

namespace {
// Of <Outer, N, Inner>, N being the axis.
template<class Layer, class In, class Out, std::size_t Axis, std::size_t Begin>
void check_slice() {
    check::check_layer<Layer, In, Out>([](const double*, const double* x, double* y) {
        constexpr std::size_t n = In::extent(Axis), count = Out::extent(Axis);
        std::size_t inner = 1;
        for (std::size_t a = Axis + 1; a < In::rank; ++a) inner *= In::extent(a);
        for (std::size_t o = 0; o < In::size / n / inner; ++o)
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t k = 0; k < inner; ++k) y[(o * count + i) * inner + k] = x[(o * n + Begin + i) * inner + k];
    });
}
}

TEST_CASE("slice: of a vector") {
    check_slice<tg::slice<0, 0, 1>, shape<1>, shape<1>, 0, 0>();
    check_slice<tg::slice<0, 2, check::lanes + 1>, shape<2 * check::lanes>, shape<check::lanes + 1>, 0, 2>();
    check_slice<tg::slice<0, 3, check::under_lanes>, shape<37>, shape<check::under_lanes>, 0, 3>();
    check_slice<tg::slice<0, 36, 1>, shape<37>, shape<1>, 0, 36>();
}

TEST_CASE("slice: of any axis") {
    check_slice<tg::slice<0, 1, 2>, shape<4, 3, 5>, shape<2, 3, 5>, 0, 1>();
    check_slice<tg::slice<1, 1, 2>, shape<4, 3, 5>, shape<4, 2, 5>, 1, 1>();
    check_slice<tg::slice<2, 2, 3>, shape<4, 3, 5>, shape<4, 3, 3>, 2, 2>();
    check_slice<tg::slice<1, 0, check::lanes>, shape<2, 37>, shape<2, check::lanes>, 1, 0>();
}

TEST_CASE("slice: tiles") {
    check::check_tiles<tg::slice<1, 1, 2>, shape<4, 3, 5>>();
    check::check_before_border<tg::slice<2, 2, 3>, shape<4, 3, 5>>();
}

TEST_CASE("slice: constant evaluation") { check::check_constant<tg::slice<1, 1, 2>, shape<2, 4>>(); }
