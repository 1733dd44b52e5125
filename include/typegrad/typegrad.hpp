#ifndef TYPEGRAD_TYPEGRAD_HPP
#define TYPEGRAD_TYPEGRAD_HPP

#include "config.hpp"

#include "core/bf16.hpp"
#include "core/fixed_string.hpp"
#include "core/option.hpp"
#include "core/parameter.hpp"
#include "core/permutation.hpp"
#include "core/random.hpp"
#include "core/shape.hpp"
#include "core/status.hpp"
#include "core/tensor.hpp"

#include "simd/batch.hpp"
#include "simd/math.hpp"

#include "einsum/contraction.hpp"
#include "einsum/gradient.hpp"
#include "einsum/loops.hpp"
#include "einsum/schedule.hpp"

#include "layers/activation.hpp"
#include "layers/avg_pool.hpp"
#include "layers/conv1d.hpp"
#include "layers/conv2d.hpp"
#include "layers/dense.hpp"
#include "layers/elementwise.hpp"
#include "layers/expect.hpp"
#include "layers/flatten.hpp"
#include "layers/global_avg_pool.hpp"
#include "layers/glu.hpp"
#include "layers/input.hpp"
#include "layers/linear.hpp"
#include "layers/max_pool.hpp"
#include "layers/prelu.hpp"
#include "layers/reshape.hpp"
#include "layers/softmax.hpp"

#include "io/safetensors.hpp"

#include "network/apply.hpp"
#include "network/explain.hpp"
#include "network/inference.hpp"
#include "network/network.hpp"
#include "network/packed.hpp"
#include "network/parameters.hpp"
#include "network/summary.hpp"
#include "network/training.hpp"

#include "train/adam.hpp"
#include "train/adamw.hpp"
#include "train/cross_entropy.hpp"
#include "train/evaluate.hpp"
#include "train/initializers.hpp"
#include "train/mean_squared_error.hpp"
#include "train/progress.hpp"
#include "train/sgd.hpp"
#include "train/trainer.hpp"
#include "train/value_and_gradient.hpp"

#endif
