#include "check_tiles.hpp"

#include <typegrad/layers/rms_norm.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<class Layer, class In>
void check_norm(double epsilon = 0x1p-23) {
    check::check_layer<Layer, In>([=](const double* p, const double* x, double* y) {
        constexpr std::size_t n = In::extent(In::rank - 1);
        for (std::size_t r = 0; r < In::size; r += n) {
            double mean = 0;
            for (std::size_t i = n; i-- > 0;) mean += x[r + i] * x[r + i] / static_cast<double>(n);
            for (std::size_t i = 0; i < n; ++i) y[r + i] = x[r + i] / std::sqrt(mean + epsilon) * (Layer::template parameters<In>::size ? p[i] : 1);
        }
    });
}
}

TEST_CASE("rms_norm: sizes around the vector width") {
    check_norm<tg::rms_norm<tg::epsilon<2>>, shape<1>>(2);
    check_norm<tg::rms_norm<>, shape<check::under_lanes>>();
    check_norm<tg::rms_norm<>, shape<check::lanes>>();
    check_norm<tg::rms_norm<>, shape<2, check::lanes + 1>>();
    check_norm<tg::rms_norm<>, shape<2, 3, 37>>();
    check_norm<tg::rms_norm<>, shape<5 * check::lanes + 3>>();
    check_norm<tg::rms_norm<tg::no_affine>, shape<3, 5>>();
}

TEST_CASE("rms_norm: tiles") {
    check::check_tiles<tg::rms_norm<>, shape<3, check::lanes + 3>>();
    check::check_tiles<tg::rms_norm<tg::no_affine>, shape<2, 5>>();
    check::check_before_border<tg::rms_norm<>, shape<3, 4, 5>>();
}

TEST_CASE("rms_norm: a weight is 1 at first") {
    tg::parameters<check::alone<tg::rms_norm<>, shape<4>>> p;
    auto check_initial = [](std::string_view name, auto view, tg::initial how) {
        CHECK((name == "weight" && view.size() == 4 && !how.random && how.value == 1.0f));
    };
    tg::rms_norm<>::parameters<shape<4>>::each(p.get<0>(), check_initial);
}

TEST_CASE("rms_norm: constant evaluation") {
    check::check_constant<tg::rms_norm<>, shape<2, 5>>();
    check::check_constant<tg::rms_norm<tg::no_affine>, shape<4>>();
}

TEST_CASE("rms_norm: PyTorch's numbers") {
    reference::suite torch("norm.txt", {"RMSNorm"});
    torch.check<tg::rms_norm<tg::epsilon<1e-6>>, shape<8>>("rmsnorm_0");
    torch.check<tg::rms_norm<tg::epsilon<1e-6>>, shape<3, 16>>("rmsnorm_1");
    CHECK(torch.forgotten() == "");
}
