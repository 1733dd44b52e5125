#include "check_tiles.hpp"

#include <typegrad/layers/pixel_shuffle.hpp>

#include "layers/naive_conv.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
// As PyTorch's documentation has it, with the channels last.
template<std::size_t Scale, class In, class Out>
void check_shuffle() {
    check::check_layer<tg::pixel_shuffle<Scale>, In, Out>([](const double*, const double* x, double* y) {
        constexpr naive::image in = naive::image::of<In>(), out = naive::image::of<Out>();
        constexpr int s = static_cast<int>(Scale);
        for (int h = 0; h < out.height; ++h)
            for (int w = 0; w < out.width; ++w)
                for (int c = 0; c < out.channels; ++c) y[out.at(h, w, c)] = x[in.at(h / s, w / s, c * s * s + h % s * s + w % s)];
    });
}
}

TEST_CASE("pixel_shuffle") {
    check_shuffle<1, shape<2, 3, check::lanes + 1>, shape<2, 3, check::lanes + 1>>();
    check_shuffle<2, shape<3, 2, 4>, shape<6, 4, 1>>();
    check_shuffle<2, shape<1, 3, 4 * check::under_lanes>, shape<2, 6, check::under_lanes>>();
    check_shuffle<3, shape<2, 2, 18>, shape<6, 6, 2>>();
}

TEST_CASE("pixel_shuffle: tiles") {
    check::check_tiles<tg::pixel_shuffle<2>, shape<2, 3, 8>>();
    check::check_before_border<tg::pixel_shuffle<2>, shape<2, 3, 8>>();
}

TEST_CASE("pixel_shuffle: constant evaluation") { check::check_constant<tg::pixel_shuffle<2>, shape<2, 1, 4>>(); }
