#include "network/fused.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/avg_pool.hpp>
#include <typegrad/layers/conv1d.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/max_pool.hpp>

// Linear layers, activations and pools; other mixtures are in fuse_mixed.cpp.
namespace tg = typegrad;
using fused::check_network, fused::linear, fused::own, fused::steps_are;

namespace {
struct conv_relu_pool : tg::network<tg::input<6, 4, 2>, tg::conv2d<5, 3, tg::same>, tg::relu, tg::max_pool2d<2>> {};
struct conv_pool_relu : tg::network<tg::input<6, 4, 2>, tg::conv2d<5, 3, tg::same>, tg::max_pool2d<2>, tg::relu> {};
struct conv_gelu_pool : tg::network<tg::input<6, 4, 2>, tg::conv2d<5, 3, tg::same>, tg::gelu, tg::max_pool2d<2>> {};
struct conv_relu_pool_gelu : tg::network<tg::input<5, 5, 2>, tg::conv2d<check::lanes + 1, 2>, tg::relu, tg::sigmoid, tg::max_pool2d<2>, tg::gelu, tg::silu> {};
struct conv_gelu_silu_pool : tg::network<tg::input<5, 5, 2>, tg::conv2d<3, 2>, tg::gelu, tg::silu, tg::max_pool2d<2>> {};
struct grouped : tg::network<tg::input<4, 4, 4>, tg::conv2d<4, 3, tg::same, tg::groups<4>>, tg::max_pool2d<2>, tg::conv2d<6, 2, tg::groups<2>>, tg::tanh> {};
struct sequence : tg::network<tg::input<8, 3>, tg::conv1d<4, 3, tg::causal>, tg::softplus<>, tg::max_pool1d<2>, tg::conv1d<2, 3>> {};
struct grouped_sequence : tg::network<tg::input<8, 4>, tg::conv1d<6, 3, tg::groups<2>>, tg::relu, tg::max_pool1d<2>, tg::conv1d<6, 3, tg::same, tg::groups<6>>, tg::max_pool1d<3>> {};
struct tall_pool : tg::network<tg::input<6, 3, 2>, tg::conv2d<3, 1>, tg::max_pool2d<tg::kernel<3, 1>>, tg::softsign> {};

static_assert(steps_are<conv_relu_pool>({{linear, 0, 0, 3, 2}}));
static_assert(steps_are<conv_pool_relu>({{linear, 0, 0, 3, 1}}));
static_assert(steps_are<conv_gelu_pool>({{linear, 0, 0, 2}, {own, 2, 2, 3}}));
static_assert(steps_are<conv_relu_pool_gelu>({{linear, 0, 0, 6, 3}}));
static_assert(steps_are<conv_gelu_silu_pool>({{linear, 0, 0, 3}, {own, 3, 3, 4}}));
static_assert(steps_are<grouped>({{linear, 0, 0, 2, 1}, {linear, 2, 2, 4}}));
static_assert(steps_are<sequence>({{linear, 0, 0, 3, 2}, {linear, 3, 3, 4}}));
static_assert(steps_are<grouped_sequence>({{linear, 0, 0, 3, 2}, {linear, 3, 3, 5, 4}}));
static_assert(steps_are<tall_pool>({{linear, 0, 0, 3, 1}}));

// Pools that do not tile the input, overlap, have a border or are too large keep to themselves.
template<class Pool>
struct pooled : tg::network<tg::input<5, 6, 1>, tg::conv2d<3, 2>, Pool> {};
static_assert(steps_are<pooled<tg::max_pool2d<2, tg::stride<1>>>>({{linear, 0, 0, 1}, {own, 1, 1, 2}}));
static_assert(steps_are<pooled<tg::max_pool2d<2>>>({{linear, 0, 0, 1}, {own, 1, 1, 2}}));  // 5 columns
static_assert(steps_are<pooled<tg::max_pool2d<2, tg::padding<1>>>>({{linear, 0, 0, 1}, {own, 1, 1, 2}}));
static_assert(steps_are<pooled<tg::max_pool2d<2, tg::same>>>({{linear, 0, 0, 1}, {own, 1, 1, 2}}));
static_assert(steps_are<pooled<tg::max_pool2d<2, tg::dilation<2>>>>({{linear, 0, 0, 1}, {own, 1, 1, 2}}));
static_assert(steps_are<pooled<tg::max_pool2d<tg::kernel<2, 5>>>>({{linear, 0, 0, 1}, {own, 1, 1, 2}}));
static_assert(steps_are<pooled<tg::max_pool2d<tg::kernel<1, 5>>>>({{linear, 0, 0, 2, 1}}));
static_assert(steps_are<pooled<tg::avg_pool2d<2>>>({{linear, 0, 0, 1}, {own, 1, 1, 2}}));
}

TEST_CASE("fuse: a maximum in the registers of the convolution before it") {
    check_network<conv_relu_pool>();
    check_network<conv_pool_relu>();
    check_network<conv_relu_pool_gelu>();
    check_network<grouped>();
    check_network<sequence>();
    check_network<grouped_sequence>();
    check_network<tall_pool>();
}

TEST_CASE("fuse: of equal elements the first has the gradient") {
    struct net : tg::network<tg::input<2, 2, 1>, tg::conv2d<1, 1>, tg::max_pool2d<2>> {};
    tg::parameters<net> p;
    p.get<0>().weight[0] = 1;
    const float x[4] = {2, 5, 5, 5}, dy[1] = {3};
    tg::training<net> pass(p);
    CHECK(pass.forward(x)[0] == 5);
    CHECK(pass.backward(dy, tg::frozen) == tg::tensor<float, tg::shape<2, 2, 1>>{{0, 3, 0, 0}});
}

TEST_CASE("fuse: a maximum after an activation that is not monotone") {
    check_network<conv_gelu_pool>();
    check_network<conv_gelu_silu_pool>();
}

TEST_CASE("fuse: pools that keep to themselves") {
    check_network<pooled<tg::max_pool2d<2>>>();
    check_network<pooled<tg::max_pool2d<2, tg::padding<1>>>>();
}

TEST_CASE("fuse: less than half a tile of samples, half a tile, and several chunks") {
    check::check_batches<pooled<tg::max_pool2d<2>>, 3>();
    check::check_batches<conv_relu_pool, (check::lanes + 1) / 2>();
    check::check_batches<conv_relu_pool, 130>();
}
