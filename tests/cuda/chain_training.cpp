#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/chain_training.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct wide : tg::network<tg::input<32>, tg::dense<64>, tg::tanh, tg::dense<64>, tg::silu, tg::dense<16>> {};
struct kinked : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::leaky_relu<>, tg::dense<16>> {};
struct ragged : tg::network<tg::input<7>, tg::dense<24>, tg::tanh, tg::dense<17, tg::no_bias>, tg::gelu, tg::dense<5>, tg::sigmoid> {};
struct one_layer : tg::network<tg::input<3>, tg::dense<2>> {};

// Against the gradient of the loops that keep every operand in float: what differs is the rounding of operands to T.
template<class T, class Net, class Loss, int Warps>
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

    const auto expected = std::make_unique<tg::parameters<Net>>();
    double expected_loss = 0;
    for (int s = 0; s < n; ++s) {
        const std::size_t at = static_cast<std::size_t>(s);
        const auto image = tg::view<const float, typename Net::input>(x.data() + at * in);
        if constexpr (Loss::classifies) expected_loss += static_cast<double>(tg::value_and_gradient<Loss>(*p, image, targets[at], *expected));
        else expected_loss += static_cast<double>(tg::value_and_gradient<Loss>(*p, image, tg::view<const float, typename Net::output>(targets.data() + at * out), *expected));
    }

    using kernel = chain_training<Net, Loss, T, target, Warps>;
    const std::size_t count = Net::parameter_count, parts = static_cast<std::size_t>(blocks);
    std::vector<float> first;
    for (const turns order : {turns::forward, turns::random}) {
        std::vector<float> partial(parts * count, NAN), losses(parts, NAN);
        const findings found = emulate<kernel>(blocks, order, p->data(), x.data(), targets.data(), partial.data(), losses.data(), n, 1.0f / static_cast<float>(n), Loss{});
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        CHECK(found.waves * 100 <= found.least_waves * 115);  // outputs in float have a few bank conflicts
        double loss = 0, error = 0, size = 0;
        for (const float l : losses) loss += static_cast<double>(l);
        for (std::size_t i = 0; i < count; ++i) {
            double sum = 0;
            for (std::size_t b = 0; b < parts; ++b) sum += static_cast<double>(partial[b * count + i]);
            const double exact = static_cast<double>(expected->data()[i]) / n;
            error += std::pow(sum - exact, 2);
            size += exact * exact;
        }
        CHECK(loss == doctest::Approx(expected_loss / n).epsilon(tolerance));
        CHECK(std::sqrt(error / size) < tolerance);
        if (first.empty()) first = partial;
        else CHECK(first == partial);
    }
}

}

TEST_CASE("loss and gradient of a chain of dense layers") {
    check_training<half, wide, tg::cross_entropy, 4>(200, 2, 2e-3);
    check_training<tg::bf16, wide, tg::cross_entropy, 4>(64, 1, 2e-2);
    check_training<half, wide, tg::mean_squared_error, 2>(70, 3, 2e-3);
    // A rounding can put a number on the other side of a kink.
    check_training<half, kinked, tg::cross_entropy, 2>(70, 1, 2e-2);
}

TEST_CASE("widths that are no multiple of sixteen, batches that are no multiple of a tile") {
    for (const int n : {1, 15, 33, 100}) check_training<half, ragged, tg::mean_squared_error, 2>(n, 2, 4e-3);
    check_training<half, one_layer, tg::cross_entropy, 1>(5, 1, 2e-3);
}
