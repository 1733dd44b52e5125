#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/chain_training.cuh>

#include "training_case.hpp"

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {

struct wide : tg::network<tg::input<32>, tg::dense<64>, tg::tanh, tg::dense<64>, tg::silu, tg::dense<16>> {};
struct kinked : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::leaky_relu<>, tg::dense<16>> {};
struct ragged : tg::network<tg::input<7>, tg::dense<24>, tg::tanh, tg::dense<17, tg::no_bias>, tg::gelu, tg::dense<5>, tg::sigmoid> {};
struct partly_frozen : tg::network<tg::input<9>, tg::freeze<tg::dense<20>>, tg::tanh, tg::dense<20>, tg::tanh, tg::freeze<tg::dense<8>, tg::tanh>, tg::dense<3>> {};
struct shares : tg::network<tg::input<20>, tg::named<"first", tg::dense<20>>, tg::tanh, tg::tied<"first", tg::dense<20>>, tg::tanh, tg::freeze<tg::tied<"first", tg::dense<20>>>, tg::tanh, tg::tied<"first", tg::dense<20>>> {};
struct one_layer : tg::network<tg::input<3>, tg::dense<2>> {};

template<class T, class Net, class Loss, int Warps>
void check_training(int n, int blocks, double tolerance, float of_more = 1) {
    CAPTURE(n);
    CAPTURE(tolerance);
    const training_case<Net, Loss> given(n);
    using target = typename training_case<Net, Loss>::target;
    using kernel = chain_training<Net, Loss, T, target, Warps>;
    const std::size_t count = Net::parameter_count, parts = static_cast<std::size_t>(blocks);
    std::vector<float> first;
    for (const turns order : {turns::forward, turns::random}) {
        std::vector<float> partial(parts * count, NAN), losses(parts, NAN);
        const findings found = emulate<kernel>(blocks, order, given.p->data(), given.x.data(), given.targets.data(), partial.data(), losses.data(), n, 1.0f / (static_cast<float>(n) * of_more), Loss{});
        REQUIRE_MESSAGE(found.none(), found.messages.front());
        CHECK(found.waves * 100 <= found.least_waves * 115);  // outputs in float have a few bank conflicts
        given.check(partial, losses, tolerance, static_cast<double>(of_more));
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

TEST_CASE("frozen layers have no gradient; what layers share has the sum of theirs") {
    check_training<half, partly_frozen, tg::cross_entropy, 2>(40, 2, 2e-3);
    check_training<half, shares, tg::mean_squared_error, 2>(40, 2, 2e-3);
    const training_case<partly_frozen, tg::cross_entropy> given(5);
    std::vector<float> gradient(partly_frozen::parameter_count, NAN);
    float loss = 0;
    using kernel = chain_training<partly_frozen, tg::cross_entropy, half, std::int32_t, 2>;
    REQUIRE(emulate<kernel>(1, turns::random, given.p->data(), given.x.data(), given.targets.data(), gradient.data(), &loss, 5, 1.0f / 5, tg::cross_entropy{}).none());
    for (std::size_t i = 0; i < gradient.size(); ++i)
        if (!tg::compute::trained_ranges<partly_frozen>.has(i)) CHECK(gradient[i] == 0);
}

TEST_CASE("slopes of a mean over very many samples do not vanish in half") {
    check_training<half, wide, tg::cross_entropy, 2>(40, 2, 2e-3, 0x1p20f);
    check_training<half, ragged, tg::mean_squared_error, 2>(33, 1, 4e-3, 0x1.5p20f);
    check_training<tg::bf16, wide, tg::cross_entropy, 2>(40, 1, 2e-2, 0x1p20f);
}
