#include "check_tiles.hpp"

#include <array>

#include <typegrad/layers/permute.hpp>

namespace tg = typegrad;
using tg::shape;

namespace {
template<class In, std::size_t... Axes>
void check_permute() {
    using Out = shape<In::extent(Axes)...>;
    check::check_layer<tg::permute<Axes...>, In, Out>([](const double*, const double* x, double* y) {
        constexpr std::array<std::size_t, sizeof...(Axes)> axes{Axes...};
        for (std::size_t i = 0; i < In::size; ++i) {
            std::size_t place[In::rank], rest = i, to = 0;
            for (std::size_t a = In::rank; a-- > 0; rest /= In::extent(a)) place[a] = rest % In::extent(a);
            for (std::size_t a = 0; a < In::rank; ++a) to = to * Out::extent(a) + place[axes[a]];
            y[to] = x[i];
        }
    });
}
}

TEST_CASE("permute: matrices") {
    check_permute<shape<37>, 0>();
    check_permute<shape<check::lanes + 1, check::under_lanes>, 1, 0>();
    check_permute<shape<1, 37>, 1, 0>();
}

TEST_CASE("permute: more axes") {
    check_permute<shape<4, 3, 5>, 2, 0, 1>();
    check_permute<shape<4, 3, 5>, 1, 2, 0>();
    check_permute<shape<4, 3, check::lanes + 1>, 1, 0, 2>();
    check_permute<shape<2, 3, 4, 5>, 3, 1, 0, 2>();
}

TEST_CASE("permute: tiles") {
    check::check_tiles<tg::permute<2, 0, 1>, shape<4, 3, 5>>();
    check::check_before_border<tg::permute<1, 2, 0>, shape<4, 3, 5>>();
}

TEST_CASE("permute: constant evaluation") { check::check_constant<tg::permute<1, 0>, shape<2, 4>>(); }
