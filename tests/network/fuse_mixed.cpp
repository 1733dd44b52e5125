#include "network/fused.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/avg_pool.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/expect.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/layers/prelu.hpp>
#include <typegrad/layers/reshape.hpp>
#include <typegrad/layers/softmax.hpp>

// Steps of several kinds after each other: from rows to tiles and back, into borders, and shapes between them.
namespace tg = typegrad;
using fused::check_network, fused::linear, fused::map, fused::own, fused::steps_are;

namespace {
struct lenet : tg::network<tg::input<8, 8, 1>, tg::conv2d<4, 3, tg::same>, tg::relu, tg::max_pool2d<2>, tg::conv2d<3, 3, tg::padding<1>>, tg::tanh, tg::max_pool2d<2>,
                           tg::flatten, tg::dense<5>, tg::log_softmax> {};
struct dense_to_conv : tg::network<tg::input<7>, tg::dense<12>, tg::tanh, tg::reshape<3, 2, 2>, tg::conv2d<3, 2, tg::same>, tg::relu> {};
struct there_and_back : tg::network<tg::input<4, 3, 2>, tg::conv2d<3, 2>, tg::silu, tg::flatten, tg::dense<12>, tg::reshape<2, 3, 2>, tg::conv2d<2, 3, tg::same>, tg::flatten> {};
struct map_first : tg::network<tg::input<4, 3, 2>, tg::tanh, tg::square, tg::conv2d<3, 3, tg::same>, tg::gelu> {};
struct map_before_dense : tg::network<tg::input<5>, tg::gelu, tg::dense<4>> {};
struct pool_first : tg::network<tg::input<6, 4, 2>, tg::max_pool2d<2>, tg::conv2d<4, 2, tg::same>, tg::relu> {};
struct pool_before_dense : tg::network<tg::input<4, 4, 2>, tg::max_pool2d<2>, tg::flatten, tg::dense<3>, tg::softmax> {};
struct weights_first : tg::network<tg::input<3, 3, 2>, tg::prelu<2>, tg::conv2d<3, 2>, tg::prelu<>, tg::avg_pool2d<2>, tg::elu<>> {};
struct nothing_linear : tg::network<tg::input<3, 4>, tg::tanh, tg::softmax, tg::square, tg::prelu<4>> {};
struct shapes_first : tg::network<tg::input<24>, tg::reshape<4, 3, 2>, tg::expect<4, 3, 2>, tg::conv2d<2, 3, tg::same>, tg::reshape<3, 8>, tg::expect<3, 8>> {};
struct only_shapes : tg::network<tg::input<4, 3>, tg::flatten, tg::reshape<2, 6>> {};
struct shape_before_map : tg::network<tg::input<4, 3>, tg::flatten, tg::tanh, tg::dense<3>> {};
struct two_convs : tg::network<tg::input<5, 4, 2>, tg::conv2d<3, 2>, tg::conv2d<4, 3, tg::same, tg::stride<2>>, tg::softmax> {};
struct two_denses : tg::network<tg::input<5>, tg::dense<4>, tg::dense<3>, tg::relu, tg::dense<2>, tg::softmax> {};

static_assert(steps_are<lenet>({{linear, 0, 0, 3, 2}, {linear, 3, 3, 7, 5}, {linear, 7, 7, 8}, {own, 8, 8, 9}}));
static_assert(steps_are<dense_to_conv>({{linear, 0, 0, 3}, {linear, 3, 3, 5}}));
static_assert(steps_are<there_and_back>({{linear, 0, 0, 3}, {linear, 3, 3, 5}, {linear, 5, 5, 7}}));
static_assert(steps_are<map_first>({{map, 0, 0, 2}, {linear, 2, 2, 4}}));
static_assert(steps_are<map_before_dense>({{map, 0, 0, 1}, {linear, 1, 1, 2}}));
static_assert(steps_are<pool_first>({{own, 0, 0, 1}, {linear, 1, 1, 3}}));
static_assert(steps_are<pool_before_dense>({{own, 0, 0, 1}, {linear, 2, 2, 3}, {own, 3, 3, 4}}));
static_assert(steps_are<weights_first>({{own, 0, 0, 1}, {linear, 1, 1, 2}, {own, 2, 2, 3}, {own, 3, 3, 4}, {map, 4, 4, 5}}));
static_assert(steps_are<nothing_linear>({{map, 0, 0, 1}, {own, 1, 1, 2}, {map, 2, 2, 3}, {own, 3, 3, 4}}));
static_assert(steps_are<shapes_first>({{linear, 2, 2, 5}}));
static_assert(steps_are<only_shapes>({{map, 2, 2, 2}}));
static_assert(steps_are<shape_before_map>({{map, 1, 1, 2}, {linear, 2, 2, 3}}));
static_assert(steps_are<two_convs>({{linear, 0, 0, 1}, {linear, 1, 1, 2}, {own, 2, 2, 3}}));
static_assert(steps_are<two_denses>({{linear, 0, 0, 1}, {linear, 1, 1, 3}, {linear, 3, 3, 4}, {own, 4, 4, 5}}));
}

TEST_CASE("fuse: convolutions, pools and dense layers") {
    check_network<lenet>();
    check_network<dense_to_conv>();
    check_network<there_and_back>();
    check_network<two_convs>();
    check_network<two_denses>();
}

TEST_CASE("fuse: what comes before the first linear layer") {
    check_network<map_first>();
    check_network<map_before_dense>();
    check_network<pool_first>();
    check_network<pool_before_dense>();
    check_network<weights_first>();
}

TEST_CASE("fuse: shapes at the ends, and nothing linear") {
    check_network<nothing_linear>();
    check_network<shapes_first>();
    check_network<only_shapes>();
    check_network<shape_before_map>();
}

namespace {
// Its slope at 0 is no number, and 0 is the argument only where there is no sample or beyond the border.
struct root {
    template<class V>
    constexpr V operator()(V x) const { return tg::math::sqrt(tg::math::abs(x)); }
};
struct dense_root : tg::network<tg::input<3>, tg::dense<4, tg::no_bias>, root, tg::dense<2>> {};
struct conv_root : tg::network<tg::input<3, 2, 2>, tg::conv2d<3, 2, tg::no_bias>, root> {};
struct border_root : tg::network<tg::input<3, 3, 2>, tg::conv2d<3, 2>, root, tg::conv2d<2, 3, tg::same>, tg::square> {};
}

TEST_CASE("fuse: samples and borders that are not there do not reach dp") {
    constexpr double tolerance = 1e-4;  // near 0 the slope of a root magnifies the rounding of its argument
    check_network<dense_root>(tolerance);
    check_network<conv_root>(tolerance);
    check_network<border_root>(tolerance);
}
