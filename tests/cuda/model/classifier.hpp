#ifndef TYPEGRAD_TESTS_CUDA_MODEL_CLASSIFIER_HPP
#define TYPEGRAD_TESTS_CUDA_MODEL_CLASSIFIER_HPP

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/dropout.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/adamw.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/train/mean_squared_error.hpp>
#include <typegrad/train/sgd.hpp>

#include <typegrad/core/half.cuh>
#include <typegrad/core/tf32.cuh>
#include <typegrad/model.hpp>
#include <typegrad/population.hpp>

namespace tg = typegrad;

struct mlp : tg::network<tg::input<2>, tg::named<"first", tg::dense<48>>, tg::tanh, tg::dense<48>, tg::silu, tg::dense<4>> {};
struct classifier {
    using network = mlp;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};
struct only_infers {
    using network = mlp;
    using number = tg::cuda::half;
};
struct only_rows {
    using network = tg::network<tg::input<4>, tg::dense<3>>;
};
// A chain that some architectures have no room to train: there it trains in blocks.
struct deep {
    using network = tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<8>>;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};
// An input that some architectures have no room for.
struct broad {
    using network = tg::network<tg::input<60000>, tg::dense<2>>;
    using loss = tg::mean_squared_error;
    using optimizer = tg::sgd;
};
struct exact : classifier {
    using number = float;
};
struct nearly_exact : classifier {
    using number = tg::cuda::tf32;
};

// Somebody's mean over several devices.
struct somebody {
    static inline tg::status (*asked)(void* communicator, float* v, std::size_t n, void* stream) = nullptr;
    static tg::status mean(void* communicator, float* v, std::size_t n, void* stream) { return asked(communicator, v, n, stream); }
};
struct one_of_many : classifier {
    using all_reduce = somebody;
};

// Its values lie in shared memory, between two kernels or three in global memory.
struct convolutional : tg::network<tg::input<8, 8, 1>, tg::conv2d<16, 3, tg::same>, tg::relu, tg::dropout<0.1>, tg::conv2d<32, 3, tg::same>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<64>, tg::relu, tg::dense<10>> {};
struct reader {
    using network = convolutional;
    using loss = tg::cross_entropy;
    using optimizer = tg::adamw;
};

#endif
