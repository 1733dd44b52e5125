#ifndef TYPEGRAD_TESTS_CUDA_MODEL_LAYERS_HPP
#define TYPEGRAD_TESTS_CUDA_MODEL_LAYERS_HPP

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/avg_pool.hpp>
#include <typegrad/layers/batch_norm.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/global_avg_pool.hpp>
#include <typegrad/layers/global_max_pool.hpp>
#include <typegrad/layers/gru.hpp>
#include <typegrad/layers/l2_normalize.hpp>
#include <typegrad/layers/residual.hpp>
#include <typegrad/layers/rms_norm.hpp>
#include <typegrad/layers/rnn.hpp>
#include <typegrad/layers/squeeze_excitation.hpp>
#include <typegrad/layers/time_distributed.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>

#include <typegrad/core/half.cuh>
#include <typegrad/core/tf32.cuh>
#include <typegrad/model.hpp>

namespace tg = typegrad;

// Every other way in which layers with kernels read, sum and share, in few networks.
template<class Net, class Number>
struct trained_in {
    using network = Net;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
    using number = Number;
};
// Strides, dilation and groups; means of windows and of all; gates.
struct patterns : tg::network<tg::input<9, 7, 3>, tg::conv2d<8, tg::kernel<3, 2>, tg::stride<2>, tg::padding<1, 0, 1, 1>>, tg::gelu, tg::conv2d<16, 3, tg::dilation<2>, tg::same>, tg::tanh, tg::avg_pool2d<2>,
                              tg::conv2d<16, 1, tg::groups<2>>, tg::squeeze_excitation<4>, tg::global_avg_pool2d, tg::dense<4>> {};
struct viewer : trained_in<patterns, tg::cuda::tf32> {};
// Norms without means; what is shared, and what stays as it is.
struct rows : tg::network<tg::input<6, 12>, tg::named<"first", tg::time_distributed<tg::dense<12>>>, tg::tanh, tg::tied<"first", tg::time_distributed<tg::dense<12>>>, tg::rms_norm<>,
                          tg::freeze<tg::time_distributed<tg::dense<40>>>, tg::silu, tg::l2_normalize<>, tg::flatten, tg::dense<4>> {};
struct clerk : trained_in<rows, float> {};
// The other recurrent layers, either way.
struct echoes : tg::network<tg::input<10, 6>, tg::rnn<20>, tg::gru<24, tg::reset_before>, tg::gru<12, tg::reset_before, tg::reverse, tg::last>, tg::dense<4>> {};
struct repeater : trained_in<echoes, tg::cuda::half> {};
// Norms that become part of the convolutions before them.
struct folded : tg::network<tg::input<6, 6, 4>, tg::conv2d<8, 3, tg::same, tg::no_bias>, tg::batch_norm<>, tg::relu, tg::residual<tg::conv2d<8, 3, tg::same>, tg::relu, tg::conv2d<8, 3, tg::same>, tg::batch_norm<>>, tg::relu,
                            tg::global_max_pool2d, tg::dense<3>> {};
struct guard {
    using network = folded;
    using number = float;
};

#endif
