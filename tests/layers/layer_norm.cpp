#include "check_tiles.hpp"

#include <typegrad/layers/layer_norm.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
// Straight from the definition. Weight and bias stand one after the other in p, if there are any.
template<class Layer, class In>
void check_norm(double epsilon = 1e-5) {
    check::check_layer<Layer, In>([=](const double* p, const double* x, double* y) {
        constexpr std::size_t n = In::extent(In::rank - 1), parameters = Layer::template parameters<In>::size;
        for (std::size_t r = 0; r < In::size; r += n) {
            double mean = 0, variance = 0;
            for (std::size_t i = n; i-- > 0;) mean += x[r + i] / static_cast<double>(n);
            for (std::size_t i = n; i-- > 0;) variance += (x[r + i] - mean) * (x[r + i] - mean) / static_cast<double>(n);
            for (std::size_t i = 0; i < n; ++i)
                y[r + i] = (x[r + i] - mean) / std::sqrt(variance + epsilon) * (parameters >= n ? p[i] : 1) + (parameters == 2 * n ? p[n + i] : 0);
        }
    });
}
}

TEST_CASE("layer_norm: sizes around the vector width") {
    // One element is its mean: what is left of its slope is a rounding, times 1 / sqrt(epsilon).
    check_norm<tg::layer_norm<tg::epsilon<0.1>>, shape<1>>(0.1);
    check_norm<tg::layer_norm<>, shape<check::under_lanes + 1>>();
    check_norm<tg::layer_norm<>, shape<2, check::lanes + 1>>();
    check_norm<tg::layer_norm<>, shape<2, 3, 37>>();
    check_norm<tg::layer_norm<>, shape<5 * check::lanes + 3>>();
}

TEST_CASE("layer_norm: options") {
    check_norm<tg::layer_norm<tg::no_bias>, shape<3, check::under_lanes + 2>>();
    check_norm<tg::layer_norm<tg::no_affine, tg::epsilon<0.5>>, shape<3, 5>>(0.5);
}

TEST_CASE("layer_norm: tiles") {
    check::check_tiles<tg::layer_norm<>, shape<3, check::lanes + 3>>();
    check::check_tiles<tg::layer_norm<tg::no_affine>, shape<2, 5>>();
    check::check_before_border<tg::layer_norm<>, shape<3, 4, 5>>();
}

TEST_CASE("layer_norm: a mean that is large beside the deviations costs no precision") {
    using net = check::alone<tg::layer_norm<tg::no_affine>, shape<64>>;
    const tg::parameters<net> p;
    tg::tensor<float, shape<64>> x;
    for (std::size_t i = 0; i < 64; ++i) x[i] = 4096.0f + (i % 2 ? 1.0f : -1.0f);
    const auto y = tg::inference<net>(p)(x);
    for (std::size_t i = 0; i < 64; ++i) CHECK(std::fabs(y[i] - (i % 2 ? 1.0f : -1.0f)) < 1e-4f);
}

TEST_CASE("layer_norm: a weight is 1 at first, a bias 0") {
    tg::parameters<check::alone<tg::layer_norm<>, shape<4>>> p;
    auto check_initial = [](std::string_view name, auto view, tg::initial how) {
        CHECK((view.size() == 4 && !how.random && how.value == (name == "weight" ? 1.0f : 0.0f)));
    };
    tg::layer_norm<>::parameters<shape<4>>::each(p.get<0>(), check_initial);
}

TEST_CASE("layer_norm: constant evaluation") {
    check::check_constant<tg::layer_norm<>, shape<2, 5>>();
    check::check_constant<tg::layer_norm<tg::no_affine>, shape<4>>();
}

TEST_CASE("layer_norm: PyTorch's LayerNorm") {
    reference::suite torch("norm.txt", {"LayerNorm"});
    torch.check<tg::layer_norm<>, shape<8>>("layernorm_0");
    torch.check<tg::layer_norm<>, shape<3, 6>>("layernorm_1");
    torch.check<tg::layer_norm<>, shape<12>>("layernorm_2", reference::all_as_they_are);  // over its last two axes
    CHECK(torch.forgotten() == "");
}
