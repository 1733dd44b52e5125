#include "check_layer.hpp"

#include <typegrad/layers/conv2d.hpp>

#include "layers/naive_conv.hpp"

// Sizes, windows, strides and borders; groups are in conv2d_groups.cpp, PyTorch's cases in conv2d_torch.cpp.
namespace tg = typegrad;
using naive::check_convolution;
using tg::shape;

TEST_CASE("conv2d: channels around the vector width") {
    check_convolution<tg::conv2d<1, 1>, shape<1, 1, 1>, shape<1, 1, 1>>({});
    check_convolution<tg::conv2d<check::under_lanes, 3>, shape<5, 4, 2>, shape<3, 2, check::under_lanes>>({.kernel = {3, 3}});
    check_convolution<tg::conv2d<check::lanes, 2>, shape<3, 4, check::lanes + 1>, shape<2, 3, check::lanes>>({.kernel = {2, 2}});
    check_convolution<tg::conv2d<check::lanes + 1, 2>, shape<2, 3, 3>, shape<1, 2, check::lanes + 1>>({.kernel = {2, 2}});
    check_convolution<tg::conv2d<37, 1>, shape<3, 2, 5>, shape<3, 2, 37>>({});
}

TEST_CASE("conv2d: one channel") {
    check_convolution<tg::conv2d<1, 3>, shape<5, 5, 1>, shape<3, 3, 1>>({.kernel = {3, 3}});
    check_convolution<tg::conv2d<1, tg::kernel<2, 3>, tg::same>, shape<4, 6, 1>, shape<4, 6, 1>>({.kernel = {2, 3}, .before = {0, 1}});
}

TEST_CASE("conv2d: another stride, padding and dilation on each side") {
    check_convolution<tg::conv2d<3, tg::kernel<3, 2>, tg::stride<2, 1>, tg::padding<2, 0, 1, 1>, tg::dilation<1, 2>>, shape<6, 5, 2>, shape<4, 4, 3>>(
        {.kernel = {3, 2}, .stride = {2, 1}, .before = {2, 0}, .dilation = {1, 2}});
}

TEST_CASE("conv2d: a stride that leaves pixels unread, and one beyond the kernel") {
    check_convolution<tg::conv2d<2, 2, tg::stride<3>>, shape<7, 6, 1>, shape<2, 2, 2>>({.kernel = {2, 2}, .stride = {3, 3}});
}

TEST_CASE("conv2d: same") {
    check_convolution<tg::conv2d<3, 3, tg::same>, shape<4, 5, 2>, shape<4, 5, 3>>({.kernel = {3, 3}, .before = {1, 1}});
    // TensorFlow's for an even input and stride 2: nothing before, one row and column after
    check_convolution<tg::conv2d<3, 3, tg::same, tg::stride<2>>, shape<6, 5, 2>, shape<3, 3, 3>>({.kernel = {3, 3}, .stride = {2, 2}, .before = {0, 1}});
}

TEST_CASE("conv2d: valid, without bias") {
    check_convolution<tg::conv2d<2, 3, tg::valid, tg::no_bias>, shape<4, 4, 2>, shape<2, 2, 2>>({.kernel = {3, 3}, .bias = false});
}

TEST_CASE("conv2d: constant evaluation") { check::check_constant<tg::conv2d<2, 2, tg::padding<1>>, shape<3, 2, 2>>(); }
