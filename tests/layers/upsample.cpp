#include "check_tiles.hpp"

#include <typegrad/layers/upsample.hpp>

#include "layers/naive_conv.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
// One output after the other, at its place in the input's coordinates.
template<class Layer, class In, class Out>
void check_upsample(int scale, bool linear) {
    check::check_layer<Layer, In, Out>([=](const double*, const double* x, double* y) {
        constexpr naive::image in = naive::image::of<In>(), out = naive::image::of<Out>();
        auto place = [=](int at, int extent) {
            if (!linear) return std::floor(at / static_cast<double>(scale));
            return std::clamp((at + 0.5) / scale - 0.5, 0.0, extent - 1.0);
        };
        for (int h = 0; h < out.height; ++h)
            for (int w = 0; w < out.width; ++w)
                for (int c = 0; c < out.channels; ++c) {
                    const double i = place(h, in.height), j = In::rank == 3 ? place(w, in.width) : 0;
                    double sum = 0;
                    for (int k = 0; k < in.height; ++k)
                        for (int l = 0; l < in.width; ++l) sum += std::max(0.0, 1 - std::fabs(i - k)) * std::max(0.0, 1 - std::fabs(j - l)) * x[in.at(k, l, c)];
                    y[out.at(h, w, c)] = sum;
                }
    });
}
}

TEST_CASE("upsample2d: nearest") {
    check_upsample<tg::upsample2d<1>, shape<1, 1, 1>, shape<1, 1, 1>>(1, false);
    check_upsample<tg::upsample2d<2>, shape<3, 2, check::under_lanes>, shape<6, 4, check::under_lanes>>(2, false);
    check_upsample<tg::upsample2d<2, tg::nearest>, shape<1, 3, check::lanes + 1>, shape<2, 6, check::lanes + 1>>(2, false);
    check_upsample<tg::upsample2d<3>, shape<2, 2, 37>, shape<6, 6, 37>>(3, false);
}

TEST_CASE("upsample2d: bilinear") {
    check_upsample<tg::upsample2d<1, tg::bilinear_sampling>, shape<2, 3, 2>, shape<2, 3, 2>>(1, true);
    check_upsample<tg::upsample2d<2, tg::bilinear_sampling>, shape<3, 4, check::lanes + 1>, shape<6, 8, check::lanes + 1>>(2, true);
    check_upsample<tg::upsample2d<3, tg::bilinear_sampling>, shape<2, 1, check::lanes>, shape<6, 3, check::lanes>>(3, true);
    check_upsample<tg::upsample2d<4, tg::bilinear_sampling>, shape<2, 3, 1>, shape<8, 12, 1>>(4, true);
}

TEST_CASE("upsample1d") {
    check_upsample<tg::upsample1d<2>, shape<5, check::under_lanes>, shape<10, check::under_lanes>>(2, false);
    check_upsample<tg::upsample1d<3, tg::linear_sampling>, shape<37, 2>, shape<111, 2>>(3, true);
    check_upsample<tg::upsample1d<2, tg::linear_sampling>, shape<4, check::lanes + 1>, shape<8, check::lanes + 1>>(2, true);
}

// torch.nn.functional.interpolate([[1, 2], [3, 4]], scale_factor=2, mode="bilinear", align_corners=False), from its documentation
TEST_CASE("upsample2d: the example of PyTorch's Upsample") {
    using net = check::alone<tg::upsample2d<2, tg::bilinear_sampling>, shape<2, 2, 1>>;
    const tg::parameters<net> p;
    const float x[4] = {1, 2, 3, 4};
    const auto y = tg::inference<net>(p)(x);
    CHECK(y == tg::tensor<float, shape<4, 4, 1>>{{1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f, 3.75f, 4}});
}

TEST_CASE("upsample: tiles") {
    check::check_tiles<tg::upsample2d<2>, shape<2, 3, 3>>();
    check::check_tiles<tg::upsample1d<3, tg::linear_sampling>, shape<4, 3>>();
    check::check_before_border<tg::upsample2d<2, tg::bilinear_sampling>, shape<2, 3, 3>>();
}

TEST_CASE("upsample: constant evaluation") {
    check::check_constant<tg::upsample2d<2, tg::bilinear_sampling>, shape<2, 2, 1>>();
    check::check_constant<tg::upsample1d<2>, shape<3, 2>>();
}
