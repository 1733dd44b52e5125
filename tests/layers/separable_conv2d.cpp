#include "composed.hpp"

#include <string>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/separable_conv2d.hpp>

#include "layers/naive_conv.hpp"

namespace tg = typegrad;
using tg::shape;

namespace {
// A convolution whose weights are products of the two: each filter mixed into each output.
template<class Layer, class In, class Out>
void check_separable(const naive::convolution& c) {
    check::check_layer<Layer, In, Out>([c](const double* p, const double* x, double* y) {
        const std::size_t channels = In::extent(2), outs = Out::extent(2), taps = static_cast<std::size_t>(c.kernel[0] * c.kernel[1]);
        const double* const pointwise = p + taps * channels;
        std::vector<double> all(taps * channels * outs + outs);
        for (std::size_t k = 0; k < taps; ++k)
            for (std::size_t i = 0; i < channels; ++i)
                for (std::size_t o = 0; o < outs; ++o) all[(k * channels + i) * outs + o] = p[k * channels + i] * pointwise[i * outs + o];
        for (std::size_t o = 0; o < outs && c.bias; ++o) all[taps * channels * outs + o] = pointwise[channels * outs + o];
        naive::convolve<In, Out>(c)(all.data(), x, y);
    });
}
struct images : tg::network<tg::input<5, 4, 3>, tg::separable_conv2d<4, 3, tg::same>, tg::relu, tg::separable_conv2d<2, 3, tg::stride<2>, tg::padding<1>>, tg::silu> {};
}

TEST_CASE("separable_conv2d: channels around the vector width") {
    check_separable<tg::separable_conv2d<1, 1>, shape<1, 1, 1>, shape<1, 1, 1>>({});
    check_separable<tg::separable_conv2d<check::under_lanes, 2>, shape<3, 2, 2>, shape<2, 1, check::under_lanes>>({.kernel = {2, 2}});
    check_separable<tg::separable_conv2d<3, 3, tg::same>, shape<2, 3, check::lanes>, shape<2, 3, 3>>({.kernel = {3, 3}, .before = {1, 1}});
    check_separable<tg::separable_conv2d<check::lanes + 1, tg::kernel<1, 2>>, shape<1, 3, check::lanes + 1>, shape<1, 2, check::lanes + 1>>({.kernel = {1, 2}});
    check_separable<tg::separable_conv2d<37, 2>, shape<2, 3, 1>, shape<1, 2, 37>>({.kernel = {2, 2}});
}

TEST_CASE("separable_conv2d: stride, padding and dilation are the filters', no_bias is the mixture's") {
    check_separable<tg::separable_conv2d<3, tg::kernel<3, 2>, tg::stride<2, 1>, tg::padding<2, 0, 1, 1>, tg::dilation<1, 2>, tg::no_bias>, shape<6, 5, 2>, shape<4, 4, 3>>(
        {.kernel = {3, 2}, .stride = {2, 1}, .before = {2, 0}, .dilation = {1, 2}, .bias = false});
}

TEST_CASE("separable_conv2d: in a network, under names") {
    composed::check_network<images>();
    static tg::parameters<images> p;
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.depthwise.weight", "0.pointwise.weight", "0.pointwise.bias", "2.depthwise.weight", "2.pointwise.weight", "2.pointwise.bias"});
    CHECK(p.get<0>().get<"pointwise">().bias.size() == 4);
}

TEST_CASE("separable_conv2d: constant evaluation") { check::check_constant<tg::separable_conv2d<2, 2>, shape<2, 2, 2>>(); }
