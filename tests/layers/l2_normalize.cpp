#include "check_tiles.hpp"

#include <typegrad/layers/l2_normalize.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<class Layer, class In>
void check_normalize(double epsilon = 1e-12) {
    check::check_layer<Layer, In>([=](const double*, const double* x, double* y) {
        constexpr std::size_t n = In::extent(In::rank - 1);
        for (std::size_t r = 0; r < In::size; r += n) {
            double squares = 0;
            for (std::size_t i = n; i-- > 0;) squares += x[r + i] * x[r + i];
            for (std::size_t i = 0; i < n; ++i) y[r + i] = x[r + i] / std::max(std::sqrt(squares), epsilon);
        }
    });
}
}

TEST_CASE("l2_normalize: sizes around the vector width") {
    check_normalize<tg::l2_normalize<>, shape<check::under_lanes>>();
    check_normalize<tg::l2_normalize<>, shape<check::lanes>>();
    check_normalize<tg::l2_normalize<>, shape<2, check::lanes + 1>>();
    check_normalize<tg::l2_normalize<>, shape<2, 3, 37>>();
}

TEST_CASE("l2_normalize: what is shorter than epsilon is divided by it") {
    check_normalize<tg::l2_normalize<tg::epsilon<100>>, shape<1>>(100);
    check_normalize<tg::l2_normalize<tg::epsilon<5>>, shape<7, 3>>(5);  // some are, some are not
    using net = check::alone<tg::l2_normalize<>, shape<3>>;
    const tg::parameters<net> p;
    const float x[3] = {}, dy[3] = {1, 2, -3};
    tg::training<net> pass(p);
    CHECK(pass.forward(x) == tg::tensor<float, shape<3>>{});
    CHECK(pass.backward(dy, tg::frozen)[2] == doctest::Approx(-3e12));
}

TEST_CASE("l2_normalize: tiles") {
    check::check_tiles<tg::l2_normalize<>, shape<3, check::lanes + 3>>();
    check::check_tiles<tg::l2_normalize<tg::epsilon<5>>, shape<7, 3>>();
    check::check_before_border<tg::l2_normalize<>, shape<3, 4, 5>>();
}

TEST_CASE("l2_normalize: constant evaluation") { check::check_constant<tg::l2_normalize<>, shape<2, 5>>(); }

TEST_CASE("l2_normalize: PyTorch's functional.normalize") {
    reference::suite torch("norm.txt", {"L2Normalize"});
    torch.check<tg::l2_normalize<>, shape<6>>("l2norm");
    CHECK(torch.forgotten() == "");
}
