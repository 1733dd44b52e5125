#include "check_tiles.hpp"

#include <typegrad/layers/pad.hpp>

#include "layers/naive_conv.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
enum class how { value, reflect, replicate };

// An index outside is turned back step by step until it is inside.
int turned(int i, int extent, how mode) {
    while (i < 0 || i >= extent) {
        if (mode == how::replicate) i = i < 0 ? 0 : extent - 1;
        else i = i < 0 ? -i : 2 * (extent - 1) - i;
    }
    return i;
}
template<class Layer, class In, class Out>
void check_pad(int top, int left, how mode = how::value, double value = 0) {
    check::check_layer<Layer, In, Out>([=](const double*, const double* x, double* y) {
        constexpr naive::image in = naive::image::of<In>(), out = naive::image::of<Out>();
        for (int h = 0; h < out.height; ++h)
            for (int w = 0; w < out.width; ++w)
                for (int c = 0; c < out.channels; ++c) {
                    const int i = h - top, j = w - left;
                    y[out.at(h, w, c)] = in.has(i, j) ? x[in.at(i, j, c)] : mode == how::value ? value : x[in.at(turned(i, in.height, mode), turned(j, in.width, mode), c)];
                }
    });
}
}

TEST_CASE("pad2d: a value") {
    check_pad<tg::pad2d<0>, shape<1, 1, 1>, shape<1, 1, 1>>(0, 0);
    check_pad<tg::pad2d<1>, shape<2, 3, check::under_lanes>, shape<4, 5, check::under_lanes>>(1, 1);
    check_pad<tg::pad2d<tg::padding<1, 0, 2, 3>>, shape<2, 2, check::lanes + 1>, shape<5, 5, check::lanes + 1>>(1, 0);
    check_pad<tg::pad2d<tg::padding<2>, tg::pad_value<-1.5>>, shape<2, 1, 37>, shape<6, 5, 37>>(2, 2, how::value, -1.5);
}

TEST_CASE("pad2d: elements of the input") {
    check_pad<tg::pad2d<1, tg::reflect>, shape<2, 3, check::lanes + 1>, shape<4, 5, check::lanes + 1>>(1, 1, how::reflect);
    check_pad<tg::pad2d<tg::padding<2, 3, 1, 0>, tg::reflect>, shape<3, 4, 2>, shape<6, 7, 2>>(2, 3, how::reflect);
    check_pad<tg::pad2d<tg::padding<2, 3, 1, 4>, tg::replicate>, shape<2, 1, 3>, shape<5, 8, 3>>(2, 3, how::replicate);
}

TEST_CASE("pad1d") {
    check_pad<tg::pad1d<2>, shape<5, check::lanes>, shape<9, check::lanes>>(2, 0);
    check_pad<tg::pad1d<tg::padding<3, 1>, tg::reflect>, shape<4, 2>, shape<8, 2>>(3, 0, how::reflect);
    check_pad<tg::pad1d<tg::padding<0, 4>, tg::replicate>, shape<37, 3>, shape<41, 3>>(0, 0, how::replicate);
}

TEST_CASE("pad: tiles") {
    check::check_tiles<tg::pad2d<tg::padding<1, 0, 2, 3>, tg::pad_value<2>>, shape<2, 2, 3>>();
    check::check_tiles<tg::pad1d<tg::padding<0, 4>, tg::replicate>, shape<3, 2>>();
    check::check_before_border<tg::pad2d<1, tg::reflect>, shape<2, 3, 2>>();
    check::check_before_border<tg::pad2d<1>, shape<2, 3, 2>>();
}

TEST_CASE("pad: constant evaluation") {
    check::check_constant<tg::pad2d<1, tg::pad_value<3>>, shape<1, 2, 2>>();
    check::check_constant<tg::pad1d<1, tg::reflect>, shape<3, 2>>();
}
