#include "check_tiles.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/glu.hpp>
#include <typegrad/layers/multiply.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<class In, class Out>
void check_glu() {
    check::check_layer<tg::glu, In, Out>([](const double*, const double* x, double* y) {
        constexpr std::size_t half = Out::extent(Out::rank - 1);
        for (std::size_t i = 0; i < Out::size; ++i) {
            const double* const row = x + i / half * 2 * half;
            y[i] = row[i % half] / (1 + std::exp(-row[half + i % half]));
        }
    });
}
}

TEST_CASE("glu: sizes around the vector width") {
    check_glu<shape<2>, shape<1>>();
    check_glu<shape<2 * check::under_lanes>, shape<check::under_lanes>>();
    check_glu<shape<2 * check::lanes>, shape<check::lanes>>();
    check_glu<shape<2 * check::lanes + 2>, shape<check::lanes + 1>>();
    check_glu<shape<74>, shape<37>>();
}

TEST_CASE("glu: along the last axis of several") {
    check_glu<shape<3, 4>, shape<3, 2>>();
    check_glu<shape<2, 3, 6>, shape<2, 3, 3>>();
}

TEST_CASE("glu: tiles") { check::check_tiles<tg::glu, shape<3, 14>>(); }

TEST_CASE("glu: constant evaluation") { check::check_constant<tg::glu, shape<2, 4>>(); }

TEST_CASE("glu: PyTorch's GLU and SwiGLU") {
    reference::suite torch("activation.txt", {"GLU", "SwiGLU"});
    torch.check<tg::glu, shape<8>>("act_GLU");
    // The second of two inputs gates the first.
    torch.check<tg::sequential<tg::parallel<tg::identity, tg::silu>, tg::multiply>, tg::bundle<shape<8>, shape<8>>>("act_SwiGLU");
    CHECK(torch.forgotten() == "");
}
