#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/network/chain_inference.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct wide : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::leaky_relu<>, tg::dense<16>> {};
struct ragged : tg::network<tg::input<7>, tg::named<"first", tg::dense<24>>, tg::tanh, tg::dense<17, tg::no_bias>, tg::gelu, tg::sigmoid, tg::dense<5>> {};
struct tiny : tg::network<tg::input<1>, tg::dense<3>, tg::softplus<>, tg::dense<2>, tg::exp> {};
struct images : tg::network<tg::input<6, 6, 1>, tg::flatten, tg::dense<128>, tg::silu, tg::dense<10>> {};
struct with_norm : tg::network<tg::input<4>, tg::dense<4>, tg::batch_norm<>> {};
struct convolution : tg::network<tg::input<4, 4, 1>, tg::conv2d<2, 3>> {};

static_assert(dense_chain<wide>::possible() && dense_chain<images>::possible());
static_assert(!dense_chain<with_norm>::possible() && !dense_chain<convolution>::possible());

template<class T>
double rounded(double v) { return static_cast<double>(static_cast<float>(T(static_cast<float>(v)))); }

// The same in double, with all operands rounded as the kernel rounds them.
template<class T, class Net, int I = 0>
std::vector<double> reference(const tg::parameters<Net>& p, std::vector<double> x, std::size_t n) {
    using chain = dense_chain<Net>;
    if constexpr (I == chain::depth) {
        return x;
    } else {
        constexpr std::size_t in = chain::template in<I>, out = chain::template out<I>;
        std::vector<double> y(n * out);
        for (std::size_t s = 0; s < n; ++s)
            for (std::size_t o = 0; o < out; ++o) {
                double sum = chain::template has_bias<I> ? static_cast<double>(p.data()[chain::template bias<I> + static_cast<int>(o)]) : 0;
                for (std::size_t i = 0; i < in; ++i) sum += rounded<T>(x[s * in + i]) * rounded<T>(static_cast<double>(p.data()[chain::template weight<I> + static_cast<int>(i * out + o)]));
                y[s * out + o] = typename chain::template activation<I>{}(sum);
            }
        return reference<T, Net, I + 1>(p, y, n);
    }
}

template<class T, class Net, int Warps, int Tall>
void check_chain(int n) {
    CAPTURE(n);
    const auto p = std::make_unique<tg::parameters<Net>>(tg::initialize<Net>(3));
    for (std::size_t i = 0; i < p->flat().size(); ++i) p->data()[i] += 0.1f * (tg::philox{5}.uniform(i) - 0.5f);
    std::vector<float> x(static_cast<std::size_t>(n) * Net::input::size), y(static_cast<std::size_t>(n) * Net::output::size, NAN);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 2 * tg::philox{6}.uniform(i) - 1;
    std::vector<four_words> words(packed_chain<Net>::size);
    REQUIRE(emulate<pack_chain<Net, T>>(2, turns::random, p->data(), words.data()).none());
    const auto expected = reference<T>(*p, std::vector<double>(x.begin(), x.end()), static_cast<std::size_t>(n));
    using kernel = chain_inference<Net, T, Warps, Tall>;
    for (const turns order : {turns::forward, turns::random}) {
        std::fill(y.begin(), y.end(), NAN);
        const findings found = emulate<kernel>(2, order, words.data(), x.data(), y.data(), n);
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        CHECK(found.barriers == 2);
        CHECK(found.products == static_cast<std::size_t>(kernel::products() * ((n + 16 * Tall - 1) / (16 * Tall))));
        CHECK(found.waves == found.least_waves);
        double error = 0, size = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            error += std::pow(static_cast<double>(y[i]) - expected[i], 2);
            size += expected[i] * expected[i];
        }
        // Sums in float end on the other side of a rounding to T now and then.
        CHECK(std::sqrt(error) <= (std::is_same_v<T, half> ? 2e-4 : 2e-3) * std::sqrt(size));
    }
}

}

TEST_CASE("a chain of dense layers, activations in registers") {
    check_chain<tg::bf16, wide, 2, 2>(200);
    check_chain<half, wide, 4, 1>(64);
    check_chain<tg::bf16, images, 2, 1>(37);
}

TEST_CASE("widths that are no multiple of sixteen, batches that are no multiple of a tile") {
    for (const int n : {1, 15, 16, 17, 37, 70}) {
        check_chain<tg::bf16, ragged, 2, 1>(n);
        check_chain<half, ragged, 1, 2>(n);
    }
    check_chain<half, tiny, 1, 1>(5);
}

TEST_CASE("no sample, no access") {
    check_chain<tg::bf16, tiny, 1, 1>(0);
}
