#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv1d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/layers/softmax.hpp>
#include <typegrad/layers/time_distributed.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct inner : tg::network<tg::input<5>, tg::dense<7>, tg::relu, tg::dense<3>, tg::softmax> {};
struct outer : tg::network<tg::input<4, 5>, tg::time_distributed<tg::dense<7>, tg::relu, tg::dense<3>, tg::softmax>> {};
struct pooled : tg::network<tg::input<3, 4, 2>, tg::time_distributed<tg::max_pool1d<2>, tg::flatten, tg::dense<check::lanes + 1>>, tg::tanh, tg::conv1d<3, 2>, tg::time_distributed<tg::dense<2>>> {};
}

TEST_CASE("time_distributed: the same layers for each step") {
    static_assert(outer::parameter_count == inner::parameter_count);
    const auto p = numbers(inner::parameter_count), x = numbers(20, 9);
    const auto y = output<outer>(p, x);
    for (std::size_t t = 0; t < 4; ++t)
        CHECK(output<inner>(p, {x.begin() + static_cast<std::ptrdiff_t>(5 * t), x.begin() + static_cast<std::ptrdiff_t>(5 * t + 5)}) ==
              std::vector<double>(y.begin() + static_cast<std::ptrdiff_t>(3 * t), y.begin() + static_cast<std::ptrdiff_t>(3 * t + 3)));
    check_network<outer>();
    check_network<pooled>();
}
