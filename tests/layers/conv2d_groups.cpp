#include "check_layer.hpp"

#include <typegrad/layers/conv2d.hpp>

#include "layers/naive_conv.hpp"

namespace tg = typegrad;
using naive::check_convolution;
using tg::shape;

TEST_CASE("conv2d: groups") {
    check_convolution<tg::conv2d<6, 2, tg::groups<2>>, shape<4, 3, 4>, shape<3, 2, 6>>({.kernel = {2, 2}, .groups = 2});
    check_convolution<tg::conv2d<6, 3, tg::groups<3>, tg::padding<1>, tg::stride<2>, tg::no_bias>, shape<5, 4, 3>, shape<3, 2, 6>>(
        {.kernel = {3, 3}, .stride = {2, 2}, .before = {1, 1}, .groups = 3, .bias = false});
}

TEST_CASE("conv2d: depthwise") {
    constexpr std::size_t some = check::lanes + 1;
    check_convolution<tg::conv2d<some, 3, tg::groups<some>, tg::same>, shape<4, 4, some>, shape<4, 4, some>>({.kernel = {3, 3}, .before = {1, 1}, .groups = static_cast<int>(some)});
    check_convolution<tg::conv2d<5, tg::kernel<2, 3>, tg::groups<5>, tg::stride<1, 2>, tg::dilation<2, 1>, tg::no_bias>, shape<5, 6, 5>, shape<3, 2, 5>>(
        {.kernel = {2, 3}, .stride = {1, 2}, .dilation = {2, 1}, .groups = 5, .bias = false});
}

TEST_CASE("conv2d: constant evaluation of groups") {
    check::check_constant<tg::conv2d<4, 2, tg::groups<2>>, shape<3, 2, 4>>();
    check::check_constant<tg::conv2d<3, 2, tg::groups<3>, tg::same>, shape<3, 2, 3>>();
}
