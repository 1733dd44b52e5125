#include "check_tiles.hpp"

#include <typegrad/layers/crop.hpp>

#include "layers/naive_conv.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<class Layer, class In, class Out>
void check_crop(int top, int left) {
    check::check_layer<Layer, In, Out>([=](const double*, const double* x, double* y) {
        constexpr naive::image in = naive::image::of<In>(), out = naive::image::of<Out>();
        for (int h = 0; h < out.height; ++h)
            for (int w = 0; w < out.width; ++w)
                for (int c = 0; c < out.channels; ++c) y[out.at(h, w, c)] = x[in.at(top + h, left + w, c)];
    });
}
}

TEST_CASE("crop2d") {
    check_crop<tg::crop2d<0>, shape<2, 3, 1>, shape<2, 3, 1>>(0, 0);
    check_crop<tg::crop2d<1>, shape<3, 4, check::lanes + 1>, shape<1, 2, check::lanes + 1>>(1, 1);
    check_crop<tg::crop2d<1, 0, 2, 3>, shape<5, 6, 2>, shape<2, 3, 2>>(1, 0);
    check_crop<tg::crop2d<0, 2, 0, 1>, shape<2, 5, 37>, shape<2, 2, 37>>(0, 2);
}

TEST_CASE("crop1d") {
    check_crop<tg::crop1d<1>, shape<5, check::under_lanes>, shape<3, check::under_lanes>>(1, 0);
    check_crop<tg::crop1d<3, 1>, shape<37, 2>, shape<33, 2>>(3, 0);
}

TEST_CASE("crop: tiles") {
    check::check_tiles<tg::crop2d<1, 0, 2, 3>, shape<5, 6, 2>>();
    check::check_tiles<tg::crop1d<3, 1>, shape<7, 2>>();
    check::check_before_border<tg::crop2d<1, 0, 1, 2>, shape<5, 6, 2>>();
}

TEST_CASE("crop: constant evaluation") {
    check::check_constant<tg::crop2d<1>, shape<3, 4, 2>>();
    check::check_constant<tg::crop1d<0, 1>, shape<3, 2>>();
}
