#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/network/block_forward.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct dense_alone : tg::network<tg::input<7>, tg::dense<17>, tg::tanh, tg::dense<5>> {};
struct images : tg::network<tg::input<8, 8, 1>, tg::conv2d<8, 3, tg::padding<1>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<12, 3>, tg::silu, tg::flatten, tg::dense<10>, tg::softmax> {};

struct strided : tg::network<tg::input<9, 7, 3>, tg::conv2d<5, tg::kernel<3, 2>, tg::stride<2>, tg::padding<1, 0, 1, 1>>, tg::gelu, tg::conv2d<16, 3, tg::dilation<2>, tg::same>, tg::relu6,
                            tg::avg_pool2d<2>, tg::conv2d<16, 1, tg::groups<2>>, tg::global_avg_pool2d, tg::dense<3>> {};
struct series : tg::network<tg::input<20, 2>, tg::conv1d<8, 5, tg::causal>, tg::tanh, tg::max_pool1d<3, tg::stride<2>>, tg::conv1d<8, 3, tg::groups<8>, tg::same>, tg::layer_norm<>, tg::flatten, tg::dense<4>, tg::log_softmax> {};
struct skips : tg::network<tg::input<6, 6, 4>, tg::conv2d<8, 3, tg::same, tg::no_bias>, tg::batch_norm<>, tg::relu, tg::residual<tg::conv2d<8, 3, tg::same>, tg::relu, tg::conv2d<8, 3, tg::same>, tg::batch_norm<>>, tg::relu,
                          tg::global_max_pool2d, tg::dense<3>> {};

struct remembers : tg::network<tg::input<9, 5>, tg::lstm<12>, tg::gru<16, tg::last>, tg::dense<3>> {};
struct backwards : tg::network<tg::input<6, 16>, tg::rnn<7, tg::reverse>, tg::lstm<9, tg::no_bias, tg::last, tg::reverse>> {};
struct resets_before : tg::network<tg::input<6, 5>, tg::gru<20, tg::reset_before>, tg::gru<9, tg::reset_before, tg::reverse, tg::no_bias, tg::last>> {};
struct one_unit : tg::network<tg::input<3, 1>, tg::gru<1>, tg::flatten, tg::dense<2>> {};

struct attends : tg::network<tg::input<9, 16>, tg::layer_norm<>, tg::residual<tg::multi_head_attention<2, tg::causal>>, tg::rms_norm<>, tg::residual<tg::time_distributed<tg::dense<24>>, tg::gelu, tg::time_distributed<tg::dense<16>>>,
                            tg::flatten, tg::dense<5>> {};
struct shares_heads : tg::network<tg::input<5, 12>, tg::multi_head_attention<4, tg::kv_heads<2>, tg::no_bias>> {};
struct long_rows : tg::network<tg::input<3, 40>, tg::layer_norm<>, tg::residual<tg::softmax>, tg::rms_norm<tg::no_affine>, tg::l2_normalize<>, tg::fork<tg::silu, tg::tanh>, tg::multiply, tg::log_softmax> {};
struct many_keys : tg::network<tg::input<33, 8>, tg::multi_head_attention<2, tg::causal>, tg::multi_head_attention<1>> {};
struct gated : tg::network<tg::input<4, 4, 3>, tg::conv2d<8, 3, tg::same>, tg::tanh, tg::squeeze_excitation<4>, tg::flatten, tg::dense<3>> {};

// Against the CPU in double; what differs is the rounding of values and weights to T.
template<class T, class Net, int Samples, int Warps = 2, std::uint32_t Resident = ~std::uint32_t{0}>
void check_network(int n, double tolerance) {
    CAPTURE(n);
    const auto p = std::make_unique<tg::parameters<Net>>(tg::initialize<Net>(3));
    for (std::size_t i = 0; i < p->flat().size(); ++i) p->data()[i] += 0.1f * (tg::philox{5}.uniform(i) - 0.5f);
    for (float& v : p->statistics()) v = 0.5f + tg::philox{8}.uniform(static_cast<std::size_t>(&v - p->data()));
    constexpr std::size_t in = Net::input::size, out = Net::output::size;
    std::vector<float> x(static_cast<std::size_t>(n) * in), y(static_cast<std::size_t>(n) * out, NAN);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 2 * tg::philox{6}.uniform(i) - 1;
    std::vector<double> numbers(p->data(), p->data() + p->flat().size() + p->statistics().size()), image(x.begin(), x.end()), expected(y.size());
    for (std::size_t s = 0; s < static_cast<std::size_t>(n); ++s) tg::compute::apply_scalar<Net>(numbers.data(), image.data() + s * in, expected.data() + s * out);
    using plan = block_plan<Net, false, sizeof(T)>;
    using kernel = block_forward<plan, T, one_group<plan, Samples, Resident>, 0, Warps>;
    for (const turns order : {turns::forward, turns::random}) {
        std::fill(y.begin(), y.end(), NAN);
        const findings found = emulate<kernel>(2, order, block_memories<T>{p->data(), x.data(), nullptr, nullptr, n, n}, y.data(), step_number{});
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        CHECK(found.products == static_cast<std::size_t>(kernel::steps::products() * ((n + Samples - 1) / Samples)));
        double error = 0, size = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            error += std::pow(static_cast<double>(y[i]) - expected[i], 2);
            size += expected[i] * expected[i];
        }
        CHECK(std::sqrt(error / size) < tolerance);
    }
}

}

TEST_CASE("convolutions, pools and dense layers") {
    check_network<half, dense_alone, 16>(5, 2e-3);
    check_network<half, images, 4>(7, 2e-3);
    check_network<half, strided, 2>(3, 2e-3);
    check_network<half, series, 5>(7, 2e-3);
    check_network<half, skips, 2>(3, 4e-3);
    check_network<half, gated, 3>(4, 3e-3);
}

TEST_CASE("recurrent layers over whole sequences") {
    check_network<half, remembers, 16>(18, 3e-3);
    check_network<half, remembers, 5>(7, 3e-3);
    check_network<half, backwards, 20>(21, 3e-3);
    check_network<half, resets_before, 5>(7, 3e-3);
    check_network<half, one_unit, 3>(4, 3e-3);
}

TEST_CASE("attention: products of values, and softmax over what a query may see") {
    check_network<half, attends, 2>(5, 3e-3);
    check_network<half, shares_heads, 3>(4, 3e-3);
}

// Warps walk rows of 32 elements and more.
TEST_CASE("long rows") {
    check_network<half, long_rows, 3>(4, 3e-3);
    check_network<float, long_rows, 3, 3>(4, 2e-6);
    check_network<half, many_keys, 2>(3, 4e-3);
    check_network<float, many_keys, 2>(3, 2e-6);
}

TEST_CASE("weights that stay in global memory") {
    check_network<half, dense_alone, 70, 2, 0>(83, 2e-3);  // more rows than a tile has
    check_network<half, strided, 2, 2, 0>(3, 2e-3);
    check_network<half, skips, 2, 2, 0>(3, 4e-3);
    check_network<half, skips, 2, 2, 600>(3, 4e-3);  // the smallest of them does not
    check_network<tf32, strided, 2, 2, 0>(3, 2e-3);
    check_network<float, strided, 2, 2, 0>(3, 2e-6);
}

#ifndef TYPEGRAD_QUICK
// tf32 has the mantissa of half; float loses only what its own sums lose.
TEST_CASE("numbers of four bytes") {
    check_network<tf32, strided, 2>(3, 2e-3);
    check_network<tf32, attends, 2>(5, 3e-3);
    check_network<tf32, remembers, 16>(18, 3e-3);
    check_network<tf32, resets_before, 5>(7, 3e-3);
    check_network<float, strided, 2>(3, 2e-6);
    check_network<float, skips, 2>(3, 2e-6);
    check_network<float, gated, 3>(4, 2e-6);
    check_network<float, attends, 2>(5, 2e-6);
    check_network<float, remembers, 16>(18, 2e-6);
    check_network<float, resets_before, 5>(7, 2e-6);
    check_network<float, one_unit, 3>(4, 2e-6);
}
#endif
