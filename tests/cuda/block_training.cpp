#include <doctest/doctest.h>

#include <typegrad/typegrad.hpp>

#include <typegrad/network/block_planner.cuh>

#include "check_training.hpp"

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct dense_alone : tg::network<tg::input<7>, tg::dense<17>, tg::tanh, tg::dense<5>> {};
struct images : tg::network<tg::input<8, 8, 1>, tg::conv2d<8, 3, tg::padding<1>>, tg::tanh, tg::conv2d<12, 3>, tg::silu, tg::flatten, tg::dense<10>> {};
struct pooled : tg::network<tg::input<8, 8, 1>, tg::conv2d<8, 3, tg::padding<1>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<12, 3>, tg::tanh, tg::max_pool2d<2>, tg::flatten, tg::dense<10>> {};
struct strided : tg::network<tg::input<9, 7, 3>, tg::conv2d<5, tg::kernel<3, 2>, tg::stride<2>, tg::padding<1, 0, 1, 1>>, tg::gelu, tg::conv2d<16, 3, tg::dilation<2>, tg::same>, tg::tanh,
                            tg::avg_pool2d<2>, tg::conv2d<16, 1, tg::groups<2>>, tg::global_avg_pool2d, tg::dense<3>> {};
struct series : tg::network<tg::input<20, 2>, tg::conv1d<8, 5, tg::stride<2>, tg::padding<2>>, tg::tanh, tg::conv1d<8, 3, tg::groups<8>, tg::same>, tg::conv1d<6, 4, tg::stride<3>>, tg::flatten, tg::dense<4>, tg::log_softmax> {};
struct skips : tg::network<tg::input<6, 6, 4>, tg::conv2d<8, 3, tg::same, tg::no_bias>, tg::tanh, tg::residual<tg::conv2d<8, 3, tg::same>, tg::tanh, tg::conv2d<8, 3, tg::same>>, tg::silu,
                          tg::global_avg_pool2d, tg::dense<3>> {};

struct dropping : tg::network<tg::input<5, 5, 3>, tg::conv2d<9, 3, tg::same>, tg::dropout<0.25>, tg::tanh, tg::conv2d<6, 3>, tg::spatial_dropout<0.5>, tg::flatten, tg::drop_path<0.5>, tg::dense<4>> {};
struct gated : tg::network<tg::input<4, 4, 3>, tg::conv2d<8, 3, tg::same>, tg::tanh, tg::squeeze_excitation<4>, tg::flatten, tg::dense<3>> {};
struct some_frozen : tg::network<tg::input<6>, tg::dense<8>, tg::tanh, tg::freeze<tg::dense<8>, tg::tanh>, tg::dense<3>, tg::softmax> {};
struct shares : tg::network<tg::input<12>, tg::named<"first", tg::dense<12>>, tg::tanh, tg::tied<"first", tg::dense<12>>, tg::tanh, tg::freeze<tg::tied<"first", tg::dense<12>>>, tg::dense<3>> {};
struct shares_norms : tg::network<tg::input<3, 12>, tg::named<"norm", tg::layer_norm<>>, tg::tanh, tg::tied<"norm", tg::layer_norm<>>, tg::flatten, tg::dense<3>> {};

}

TEST_CASE("dense layers and convolutions") {
    check_training<half, dense_alone, tg::cross_entropy, 16>(21, 2, 2e-3);
    check_training<half, images, tg::mean_squared_error, 4>(7, 2, 2e-3);
    check_training<half, pooled, tg::cross_entropy, 3>(7, 2, 2e-3);
    check_training<half, strided, tg::cross_entropy, 2>(5, 2, 2e-3);
    check_training<half, series, tg::mean_squared_error, 5>(7, 1, 2e-3);
    check_training<half, skips, tg::cross_entropy, 2>(3, 2, 2e-3);
    check_training<half, gated, tg::cross_entropy, 3>(4, 2, 3e-3);
}

TEST_CASE("several kernels: values and slopes between them") {
    check_training<half, images, tg::mean_squared_error, 3, 2, cut_groups<images, 3, 2>>(7, 2, 2e-3);
    check_training<half, pooled, tg::cross_entropy, 2, 2, cut_groups<pooled, 2, 2, 3>>(7, 2, 2e-3);
    check_training<half, skips, tg::cross_entropy, 2, 2, cut_groups<skips, 2, 3, 4, 6>>(5, 2, 3e-3);
    check_training<half, dropping, tg::cross_entropy, 3, 2, cut_groups<dropping, 3, 2, 4>>(7, 2, 3e-3);
    using planned = planned_groups<block_plan<skips, true>, 16 << 10>;
    static_assert(planned::count > 1);
    check_training<half, skips, tg::cross_entropy, 1, 2, planned>(5, 2, 3e-3);
}

struct attends : tg::network<tg::input<9, 12>, tg::residual<tg::multi_head_attention<2, tg::causal>>, tg::residual<tg::time_distributed<tg::dense<24>>, tg::gelu, tg::time_distributed<tg::dense<12>>>, tg::flatten, tg::dense<5>> {};
struct shares_heads : tg::network<tg::input<5, 16>, tg::time_distributed<tg::dense<16>>, tg::multi_head_attention<4, tg::kv_heads<2>, tg::no_bias>, tg::flatten, tg::dense<4>> {};

TEST_CASE("attention: both factors of a product of values") {
    check_training<half, attends, tg::cross_entropy, 2>(5, 2, 3e-3);
    check_training<half, shares_heads, tg::mean_squared_error, 3>(4, 1, 3e-3);
}

struct normed : tg::network<tg::input<7, 12>, tg::time_distributed<tg::dense<9>>, tg::layer_norm<>, tg::gelu, tg::rms_norm<>, tg::flatten, tg::dense<4>> {};

TEST_CASE("weights that stay in global memory") {
    check_training<half, dense_alone, tg::cross_entropy, 70, 3, streaming<dense_alone, 70, half>>(83, 2, 2e-3);
    check_training<half, strided, tg::cross_entropy, 2, 2, streaming<strided, 2, half>>(5, 2, 2e-3);
    check_training<float, skips, tg::cross_entropy, 2, 2, streaming<skips, 2, float>>(3, 2, 2e-6);
}

TEST_CASE("norms have parameters of their own") {
    check_training<half, normed, tg::cross_entropy, 12>(13, 2, 3e-3);  // more rows than threads that add up
    check_training<half, normed, tg::cross_entropy, 2, 2, cut_groups<normed, 2, 2, 4>>(7, 2, 3e-3);
}

struct long_rows : tg::network<tg::input<3, 8>, tg::time_distributed<tg::dense<40>>, tg::layer_norm<>, tg::residual<tg::softmax>, tg::dropout<0.25>, tg::rms_norm<>, tg::fork<tg::silu, tg::tanh>, tg::multiply, tg::l2_normalize<>, tg::log_softmax> {};
struct many_keys : tg::network<tg::input<33, 4>, tg::multi_head_attention<2, tg::causal>, tg::multi_head_attention<1>, tg::flatten, tg::dense<3>> {};

TEST_CASE("long rows: warps walk those of 32 elements and more") {
    check_training<half, long_rows, tg::mean_squared_error, 3>(4, 2, 3e-3);
    check_training<float, long_rows, tg::mean_squared_error, 3, 3>(4, 1, 2e-6);
    check_training<half, many_keys, tg::cross_entropy, 2>(3, 1, 4e-3);
    check_training<float, many_keys, tg::cross_entropy, 2>(3, 1, 2e-6);
}

TEST_CASE("what falls is what falls on the CPU") {
    check_training<half, dropping, tg::cross_entropy, 3>(10, 2, 3e-3);
}

TEST_CASE("frozen parts have no gradient") {
    check_training<half, some_frozen, tg::mean_squared_error, 8>(11, 1, 2e-3);
}

TEST_CASE("what layers share has the sum of their gradients") {
    check_training<half, shares, tg::cross_entropy, 8>(11, 2, 2e-3);
    check_training<half, shares, tg::cross_entropy, 3, 2, cut_groups<shares, 3, 1, 2>>(7, 2, 2e-3);
    check_training<half, shares_norms, tg::cross_entropy, 4>(7, 2, 3e-3);
}

TEST_CASE("batches around the tile") {
    for (const int n : {1, 3, 4, 5}) check_training<tg::bf16, images, tg::mean_squared_error, 4, 1>(n, 2, 2e-2);
}

#ifndef TYPEGRAD_QUICK
TEST_CASE("slopes of a mean over very many samples do not vanish in half") {
    check_training<half, images, tg::mean_squared_error, 4>(7, 2, 2e-3, 0x1p20f);
    check_training<half, images, tg::mean_squared_error, 3, 2, cut_groups<images, 3, 2>>(7, 2, 2e-3, 0x1p20f);
    check_training<half, attends, tg::cross_entropy, 2>(5, 2, 3e-3, 0x1.5p20f);
    check_training<half, normed, tg::cross_entropy, 2, 2, cut_groups<normed, 2, 2, 4>>(7, 2, 3e-3, 0x1p20f);
    check_training<half, shares, tg::cross_entropy, 3, 2, cut_groups<shares, 3, 1, 2>>(7, 2, 2e-3, 0x1p20f);
    check_training<tf32, images, tg::mean_squared_error, 4>(7, 2, 2e-3, 0x1p20f);
}

// tf32 has the mantissa of half; float loses only what its own sums lose.
TEST_CASE("numbers of four bytes") {
    check_training<tf32, dense_alone, tg::cross_entropy, 16>(21, 2, 2e-3);
    check_training<tf32, strided, tg::cross_entropy, 2>(5, 2, 2e-3);
    check_training<tf32, attends, tg::cross_entropy, 2>(5, 2, 3e-3);
    check_training<float, dense_alone, tg::cross_entropy, 16>(21, 2, 2e-6);
    check_training<float, strided, tg::cross_entropy, 2>(5, 2, 2e-6);
    check_training<float, pooled, tg::cross_entropy, 3>(7, 2, 2e-6);
    check_training<float, attends, tg::cross_entropy, 2>(5, 2, 2e-6);
    check_training<float, normed, tg::cross_entropy, 12>(13, 2, 2e-6);
    using planned = planned_groups<block_plan<skips, true, 4>, 24 << 10>;
    static_assert(planned::count > 1);
    check_training<float, skips, tg::cross_entropy, 1, 2, planned>(5, 2, 2e-6);
}
#endif
