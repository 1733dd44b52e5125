#include "check_layer.hpp"

#include <typegrad/layers/conv1d.hpp>

#include "layers/naive_conv.hpp"

// PyTorch's cases are in conv1d_torch.cpp.
namespace tg = typegrad;
using naive::check_convolution;
using tg::shape;

TEST_CASE("conv1d: channels around the vector width") {
    check_convolution<tg::conv1d<1, 1>, shape<1, 1>, shape<1, 1>>({});
    check_convolution<tg::conv1d<check::under_lanes, 3>, shape<6, 2>, shape<4, check::under_lanes>>({.kernel = {3, 1}});
    check_convolution<tg::conv1d<check::lanes, 2>, shape<4, check::lanes + 1>, shape<3, check::lanes>>({.kernel = {2, 1}});
    check_convolution<tg::conv1d<check::lanes + 1, 2>, shape<3, 3>, shape<2, check::lanes + 1>>({.kernel = {2, 1}});
    check::check_batches<check::alone<tg::conv1d<37, 2>, shape<3, 2>>, 2>();
    check_convolution<tg::conv1d<3, 5>, shape<37, 2>, shape<33, 3>>({.kernel = {5, 1}});
}

TEST_CASE("conv1d: stride, dilation and another padding on each side") {
    check_convolution<tg::conv1d<3, 3, tg::stride<2>, tg::padding<3, 1>, tg::dilation<2>>, shape<8, 2>, shape<4, 3>>(
        {.kernel = {3, 1}, .stride = {2, 1}, .before = {3, 0}, .dilation = {2, 1}});
}

TEST_CASE("conv1d: same, causal, valid, without bias") {
    check_convolution<tg::conv1d<3, 4, tg::same>, shape<7, 2>, shape<7, 3>>({.kernel = {4, 1}, .before = {1, 0}});
    check_convolution<tg::conv1d<3, 3, tg::same, tg::stride<2>>, shape<6, 2>, shape<3, 3>>({.kernel = {3, 1}, .stride = {2, 1}, .before = {0, 0}});
    check_convolution<tg::conv1d<3, 3, tg::causal, tg::dilation<2>>, shape<6, 2>, shape<6, 3>>({.kernel = {3, 1}, .before = {4, 0}, .dilation = {2, 1}});
    check_convolution<tg::conv1d<2, 2, tg::valid, tg::no_bias>, shape<4, 2>, shape<3, 2>>({.kernel = {2, 1}, .bias = false});
}

TEST_CASE("conv1d: groups and depthwise") {
    check_convolution<tg::conv1d<6, 3, tg::groups<2>, tg::padding<1>>, shape<5, 4>, shape<5, 6>>({.kernel = {3, 1}, .before = {1, 0}, .groups = 2});
    check_convolution<tg::conv1d<5, 3, tg::groups<5>, tg::causal>, shape<6, 5>, shape<6, 5>>({.kernel = {3, 1}, .before = {2, 0}, .groups = 5});
}

TEST_CASE("conv1d: constant evaluation") { check::check_constant<tg::conv1d<2, 2, tg::causal>, shape<4, 2>>(); }
