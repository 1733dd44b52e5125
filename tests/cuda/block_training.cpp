#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct dense_alone : tg::network<tg::input<7>, tg::dense<17>, tg::tanh, tg::dense<5>> {};
struct images : tg::network<tg::input<8, 8, 1>, tg::conv2d<8, 3, tg::padding<1>>, tg::tanh, tg::conv2d<12, 3>, tg::silu, tg::flatten, tg::dense<10>> {};
struct pooled : tg::network<tg::input<8, 8, 1>, tg::conv2d<8, 3, tg::padding<1>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<12, 3>, tg::tanh, tg::max_pool2d<2>, tg::flatten, tg::dense<10>> {};
struct strided : tg::network<tg::input<9, 7, 3>, tg::conv2d<5, tg::kernel<3, 2>, tg::stride<2>, tg::padding<1, 0, 1, 1>>, tg::gelu, tg::conv2d<16, 3, tg::dilation<2>, tg::same>, tg::tanh,
                            tg::avg_pool2d<2>, tg::conv2d<16, 1, tg::groups<2>>, tg::global_avg_pool2d, tg::dense<3>> {};
struct series : tg::network<tg::input<20, 2>, tg::conv1d<8, 5, tg::stride<2>, tg::padding<2>>, tg::tanh, tg::conv1d<8, 3, tg::groups<8>, tg::same>, tg::conv1d<6, 4, tg::stride<3>>, tg::flatten, tg::dense<4>, tg::log_softmax> {};
struct skips : tg::network<tg::input<6, 6, 4>, tg::conv2d<8, 3, tg::same, tg::no_bias>, tg::tanh, tg::residual<tg::conv2d<8, 3, tg::same>, tg::tanh, tg::conv2d<8, 3, tg::same>>, tg::silu,
                          tg::global_avg_pool2d, tg::dense<3>> {};

struct dropping : tg::network<tg::input<5, 5, 3>, tg::conv2d<9, 3, tg::same>, tg::dropout<0.25>, tg::tanh, tg::conv2d<6, 3>, tg::spatial_dropout<0.5>, tg::flatten, tg::drop_path<0.5>, tg::dense<4>> {};
struct some_frozen : tg::network<tg::input<6>, tg::dense<8>, tg::tanh, tg::freeze<tg::dense<8>, tg::tanh>, tg::dense<3>, tg::softmax> {};

template<class T, class Net, class Loss, int Samples, int Warps = 2>
void check_training(int n, int blocks, double tolerance) {
    CAPTURE(n);
    CAPTURE(tolerance);
    constexpr std::size_t in = Net::input::size, out = Net::output::size;
    const auto p = std::make_unique<tg::parameters<Net>>(tg::initialize<Net>(3));
    for (std::size_t i = 0; i < p->flat().size(); ++i) p->data()[i] += 0.1f * (tg::philox{5}.uniform(i) - 0.5f);
    using target = std::conditional_t<Loss::classifies, std::int32_t, float>;
    std::vector<float> x(static_cast<std::size_t>(n) * in);
    std::vector<target> targets(static_cast<std::size_t>(n) * (Loss::classifies ? 1 : out));
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 2 * tg::philox{6}.uniform(i) - 1;
    for (std::size_t i = 0; i < targets.size(); ++i) targets[i] = Loss::classifies ? static_cast<target>(tg::philox{7}.below(i, out)) : static_cast<target>(tg::philox{7}.uniform(i));

    // The gradient of the loops that keep every operand in double: what differs is the rounding of operands to T.
    const std::vector<double> numbers(p->data(), p->data() + p->flat().size()), image(x.begin(), x.end());
    std::vector<double> expected(numbers.size());
    double expected_loss = 0;
    const tg::mode::training mode(11, 4);
    for (std::size_t s = 0; s < static_cast<std::size_t>(n); ++s)
        tg::compute::vjp_scalar<Net>(numbers.data(), image.data() + s * in, expected.data(), static_cast<double*>(nullptr), [&](const double* y, double* dy) {
            if constexpr (Loss::classifies) {
                expected_loss += tg::compute::loss_of(Loss{}, y, dy, out, targets[s]);
            } else {
                const std::vector<double> wanted(targets.begin() + static_cast<std::ptrdiff_t>(s * out), targets.begin() + static_cast<std::ptrdiff_t>((s + 1) * out));
                expected_loss += tg::compute::loss_of(Loss{}, y, dy, out, wanted.data());
            }
        }, mode, s);

    using kernel = block_training<Net, Loss, T, target, one_group<block_plan<Net, true>, Samples>, 0, Warps>;
    const std::size_t count = Net::parameter_count, parts = static_cast<std::size_t>(blocks);
    std::vector<float> first;
    for (const turns order : {turns::forward, turns::random}) {
        std::vector<float> partial(parts * count, NAN), losses(parts, NAN);
        const findings found = emulate<kernel>(blocks, order, block_memories<T>{p->data(), x.data(), nullptr, nullptr, n, n}, targets.data(), partial.data(), losses.data(), 1.0f / static_cast<float>(n), Loss{}, mode);
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        CHECK(found.products == static_cast<std::size_t>(kernel::products() * ((n + Samples - 1) / Samples)));
        double loss = 0, error = 0, size = 0;
        for (const float l : losses) loss += static_cast<double>(l);
        for (std::size_t i = 0; i < count; ++i) {
            double sum = 0;
            for (std::size_t b = 0; b < parts; ++b) sum += static_cast<double>(partial[b * count + i]);
            error += std::pow(sum - expected[i] / n, 2);
            size += std::pow(expected[i] / n, 2);
        }
        CHECK(loss == doctest::Approx(expected_loss / n).epsilon(tolerance));
        CHECK(std::sqrt(error / size) < tolerance);
        if (first.empty()) first = partial;
        else CHECK(first == partial);
    }
}

}

TEST_CASE("dense layers and convolutions") {
    check_training<half, dense_alone, tg::cross_entropy, 16>(21, 2, 2e-3);
    check_training<half, images, tg::mean_squared_error, 4>(7, 2, 2e-3);
    check_training<half, pooled, tg::cross_entropy, 3>(7, 2, 2e-3);
    check_training<half, strided, tg::cross_entropy, 2>(5, 2, 2e-3);
    check_training<half, series, tg::mean_squared_error, 5>(7, 1, 2e-3);
    check_training<half, skips, tg::cross_entropy, 2>(3, 2, 2e-3);
}

TEST_CASE("what falls is what falls on the CPU") {
    check_training<half, dropping, tg::cross_entropy, 3>(10, 2, 3e-3);
}

TEST_CASE("frozen parts have no gradient") {
    check_training<half, some_frozen, tg::mean_squared_error, 8>(11, 1, 2e-3);
}

TEST_CASE("batches around the tile") {
    for (const int n : {1, 3, 4, 5}) check_training<tg::bf16, images, tg::mean_squared_error, 4, 1>(n, 2, 2e-2);
}
