#ifndef TYPEGRAD_TESTS_MIXED_SHARED_HPP
#define TYPEGRAD_TESTS_MIXED_SHARED_HPP

#include <typegrad/typegrad.hpp>

// One network and one parameters object that three files, built for three instruction sets, pass around.
namespace mixed {

namespace tg = typegrad;
struct net : tg::network<tg::input<7, 9, 2>, tg::conv2d<5, 3>, tg::gelu, tg::max_pool2d<2>, tg::flatten, tg::dense<11>, tg::tanh, tg::dense<3>> {};
inline constexpr std::size_t samples = 19;

// What each file computes from p: outputs of a batch, and the gradient of their sum. Returns its lanes.
using computation = int(const tg::parameters<net>& p, const float* x, float* y, tg::parameters<net>& dp);
computation baseline, haswell, native;

// What else a program of one file would do.
static void learn(const tg::parameters<net>& p, const float* x) {
    static tg::parameters<net> q = p;
    static tg::trainer<net, tg::cross_entropy, tg::clip_norm<tg::accumulate<tg::decay_where<tg::adamw>, 2>>, 4> fit;
    static tg::moving_average<net> mean;
    static const int labels[samples]{};
    const std::span<const float> images(x, samples * net::input::size);
    (void)fit.epoch(q, images, labels, tg::progress{});
    mean.update(q);
    (void)tg::evaluate<tg::cross_entropy>(q, images, labels);
    (void)tg::value_and_gradient<tg::cross_entropy>(p, tg::view<const float, net::input>(x), labels[0], q);
    (void)tg::load(q, "there is no such file");
    tg::print(fit.statistics(q), stderr);
    static tg::packed<net> packed(q);
    static tg::inference run(packed);
    (void)run(images.first(net::input::size));
}

static int compute(const tg::parameters<net>& p, const float* x, float* y, tg::parameters<net>& dp) {
    static tg::inference<net, samples> run(p);
    static tg::training<net, samples> pass(p);
    const auto& result = run(x);
    for (std::size_t i = 0; i < result.size(); ++i) y[i] = result[i];
    static constexpr tg::tensor<float, tg::shape<samples, 3>> ones = [] {
        tg::tensor<float, tg::shape<samples, 3>> t;
        for (auto& v : t) v = 1;
        return t;
    }();
    (void)pass.forward(x);
    (void)pass.backward(ones, dp);
    learn(p, x);
    return tg::simd::lanes<float>;
}

}

#endif
