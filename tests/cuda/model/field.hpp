#ifndef TYPEGRAD_TESTS_CUDA_MODEL_FIELD_HPP
#define TYPEGRAD_TESTS_CUDA_MODEL_FIELD_HPP

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/gru.hpp>
#include <typegrad/layers/layer_norm.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/layers/multi_head_attention.hpp>
#include <typegrad/layers/residual.hpp>
#include <typegrad/layers/time_distributed.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>

#include <typegrad/core/half.cuh>
#include <typegrad/model.hpp>

namespace tg = typegrad;

template<class Net>
struct trained_in_half {
    using network = Net;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
    using number = tg::cuda::half;
};
// Recurrent layers; attention and norms, whose rows warps walk; weights that no block has room for.
struct recurrent : tg::network<tg::input<12, 10>, tg::lstm<40>, tg::gru<24, tg::last>, tg::dense<4>> {};
struct listener : trained_in_half<recurrent> {};
struct transformer : tg::network<tg::input<33, 32>, tg::residual<tg::layer_norm<>, tg::multi_head_attention<2, tg::causal>>, tg::residual<tg::layer_norm<>, tg::time_distributed<tg::dense<64>>, tg::gelu, tg::time_distributed<tg::dense<32>>>,
                                 tg::flatten, tg::dense<4>> {};
struct writer : trained_in_half<transformer> {};
struct large : tg::network<tg::input<16, 16, 1>, tg::conv2d<20, 5>, tg::max_pool2d<2>, tg::flatten, tg::dense<500>, tg::relu, tg::dense<4>> {};
struct wide_reader : trained_in_half<large> {};
struct memories : tg::network<tg::input<6, 10>, tg::lstm<200, tg::last>, tg::dense<4>> {};
struct wide_listener : trained_in_half<memories> {};

#endif
