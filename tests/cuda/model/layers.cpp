#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "field.hpp"
#include "layers.hpp"
#include "without_gpu.hpp"

// What model.cpp tests of a chain of dense layers, of every other kind of layer that has kernels.

// Samples of a network, each with some of what its class has.
template<class Network>
struct samples_of {
    static constexpr std::size_t count = 50, in = Network::input::size, out = Network::output::size;
    std::vector<float> x = std::vector<float>(count * in);
    std::vector<std::int32_t> labels = std::vector<std::int32_t>(count);
    samples_of() {
        for (std::size_t i = 0; i < count; ++i) {
            labels[i] = static_cast<std::int32_t>(tg::philox{5}.below(i, out));
            for (std::size_t k = 0; k < in; ++k) x[i * in + k] = tg::philox{6}.uniform(i * in + k) - 0.5f + (k % out == static_cast<std::size_t>(labels[i]) ? 0.5f : 0.0f);
        }
    }
};
// What is inferred there is what is inferred here.
template<class Tag, class Network = typename Tag::network>
static void check_inference(tg::cuda::model<Tag>& there, const tg::parameters<Network>& p, float tolerance) {
    using given = samples_of<Network>;
    const given data;
    std::vector<float> y(given::count * given::out);
    REQUIRE(there.infer(data.x, y));
    const auto run = std::make_unique<tg::inference<Network>>(p);
    for (std::size_t i = 0; i < given::count; ++i) {
        const auto& expected = (*run)(data.x.data() + i * given::in);
        for (std::size_t o = 0; o < given::out; ++o) CHECK(std::fabs(y[given::out * i + o] - expected[o]) < tolerance);
    }
}
// Losses of steps there and here, and what is inferred with the parameters that come of it; two runs are the same to the bit.
template<class Tag>
static void check_steps(double tolerance) {
    using network = typename Tag::network;
    const samples_of<network> data;
    const auto p = std::make_unique<tg::parameters<network>>(tg::initialize<network>(2)), q = std::make_unique<tg::parameters<network>>(*p), again = std::make_unique<tg::parameters<network>>(*p);
    tg::cuda::model<Tag> there(data.count), twice(data.count);
    const auto run = [&](tg::cuda::model<Tag>& model, tg::parameters<network>& trained) {
        std::vector<float> losses;
        REQUIRE_MESSAGE(model.state(), model.state().message);
        REQUIRE(model.upload(trained));
        for (int step = 0; step < 8; ++step) {
            REQUIRE(model.train_step(data.x, data.labels));
            REQUIRE(model.loss(losses.emplace_back()));
        }
        REQUIRE(model.download(trained));
        return losses;
    };
    const std::vector<float> losses = run(there, *q);
    CHECK(losses == run(twice, *again));
    CHECK(std::equal(q->flat().begin(), q->flat().end(), again->flat().begin()));
    const auto here = std::make_unique<tg::trainer<network, tg::cross_entropy, tg::adam, samples_of<network>::count>>();
    for (const float loss : losses) CHECK(loss == doctest::Approx(here->step(*p, data.x, data.labels)).epsilon(tolerance));
    check_inference(there, *q, 0.02f);
}
TEST_CASE("recurrent layers, attention and wide layers there follow those here") {
    if (without_gpu()) return;
    check_steps<listener>(0.02);
    check_steps<writer>(0.02);
    check_steps<wide_reader>(0.02);
    check_steps<wide_listener>(0.02);
}
TEST_CASE("convolutions of all kinds, pools, gates, norms and what is shared or frozen there follow those here, in each kind of number") {
    if (without_gpu()) return;
    check_steps<viewer>(1e-3);
    check_steps<clerk>(1e-5);
    check_steps<repeater>(1e-3);
}
TEST_CASE("norms over batches that are part of convolutions there are so here") {
    if (without_gpu()) return;
    auto p = tg::initialize<folded>(2);
    for (std::size_t i = 0; i < p.statistics().size(); ++i) p.statistics()[i] = tg::philox{8}.uniform(i) + (i % 16 < 8 ? -0.5f : 0.5f);  // means, variances
    tg::cuda::model<guard> there(64);
    REQUIRE_MESSAGE(there.state(), there.state().message);
    REQUIRE(there.upload(p));
    check_inference(there, p, 1e-4f);
}
