#include "check_tiles.hpp"

#include <typegrad/layers/adaptive_avg_pool.hpp>

#include "layers/naive_conv.hpp"
#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
template<class Layer, class In, class Out>
void check_mean() {
    check::check_layer<Layer, In, Out>([](const double*, const double* x, double* y) {
        constexpr naive::image in = naive::image::of<In>(), out = naive::image::of<Out>();
        auto within = [](int i, int at, int from, int to) { return i >= std::floor(at * from / static_cast<double>(to)) && i < std::ceil((at + 1) * from / static_cast<double>(to)); };
        for (int h = 0; h < out.height; ++h)
            for (int w = 0; w < out.width; ++w)
                for (int c = 0; c < out.channels; ++c) {
                    double sum = 0, n = 0;
                    for (int i = 0; i < in.height; ++i)
                        for (int j = 0; j < in.width; ++j)
                            if (within(i, h, in.height, out.height) && within(j, w, in.width, out.width)) sum += x[in.at(i, j, c)], ++n;
                    y[out.at(h, w, c)] = sum / n;
                }
    });
}
}

TEST_CASE("adaptive_avg_pool2d") {
    check_mean<tg::adaptive_avg_pool2d<1, 1>, shape<1, 1, 1>, shape<1, 1, 1>>();
    check_mean<tg::adaptive_avg_pool2d<2, 3>, shape<4, 6, check::under_lanes>, shape<2, 3, check::under_lanes>>();
    check_mean<tg::adaptive_avg_pool2d<3, 2>, shape<7, 5, check::lanes>, shape<3, 2, check::lanes>>();  // parts overlap
    check_mean<tg::adaptive_avg_pool2d<3, 5>, shape<2, 3, check::lanes + 1>, shape<3, 5, check::lanes + 1>>();  // more out than in
    check_mean<tg::adaptive_avg_pool2d<1, 1>, shape<2, 3, 37>, shape<1, 1, 37>>();
}

TEST_CASE("adaptive_avg_pool1d") {
    check_mean<tg::adaptive_avg_pool1d<4>, shape<37, 3>, shape<4, 3>>();
    check_mean<tg::adaptive_avg_pool1d<5>, shape<3, check::lanes + 1>, shape<5, check::lanes + 1>>();
}

TEST_CASE("adaptive_avg_pool: tiles") {
    check::check_tiles<tg::adaptive_avg_pool2d<3, 2>, shape<7, 5, 3>>();
    check::check_tiles<tg::adaptive_avg_pool1d<3>, shape<7, 2>>();
    check::check_before_border<tg::adaptive_avg_pool2d<3, 2>, shape<4, 5, 3>>();
}

TEST_CASE("adaptive_avg_pool: constant evaluation") {
    check::check_constant<tg::adaptive_avg_pool2d<2, 1>, shape<3, 2, 2>>();
    check::check_constant<tg::adaptive_avg_pool1d<2>, shape<3, 2>>();
}

TEST_CASE("adaptive_avg_pool2d: PyTorch's AdaptiveAvgPool2d(1)") {
    reference::suite torch("pool.txt", {"GlobalAvgPool2d"});
    torch.check<tg::adaptive_avg_pool2d<1, 1>, shape<5, 4, 3>>("global_avg", reference::channels_first);
    CHECK(torch.forgotten() == "");
}
