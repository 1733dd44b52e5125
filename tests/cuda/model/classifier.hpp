#ifndef TYPEGRAD_TESTS_CUDA_MODEL_CLASSIFIER_HPP
#define TYPEGRAD_TESTS_CUDA_MODEL_CLASSIFIER_HPP

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>

#include <typegrad/core/half.cuh>
#include <typegrad/model.hpp>

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

#endif
