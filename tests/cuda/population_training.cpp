#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/population_training.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

namespace {
struct net : tg::network<tg::input<2>, tg::dense<20>, tg::tanh, tg::dense<4>> {};
constexpr std::size_t count = net::parameter_count, n = 70, networks = 3;

using target = std::int32_t;
using kernel = population_training<net, tg::cross_entropy, tg::adam, half, target, 2>;

struct points {
    std::vector<float> x;
    std::vector<target> labels;
    points() {
        for (std::size_t i = 0; i < n; ++i) {
            const float a = tg::philox{4}.uniform(2 * i) - 0.5f, b = tg::philox{4}.uniform(2 * i + 1) - 0.5f;
            x.insert(x.end(), {a, b});
            labels.push_back((a > 0) + 2 * (b > 0));
        }
    }
};
std::vector<float> first_parameters() {
    std::vector<float> p;
    for (std::size_t k = 0; k < networks; ++k) {
        const auto one = tg::initialize<net>(k + 1);
        p.insert(p.end(), one.flat().begin(), one.flat().end());
    }
    return p;
}
}

TEST_CASE("a population: each network ends with the bits of one that is trained alone, in one launch or in two") {
    const points data;
    const tg::adam optimizers[networks] = {{.learning_rate = 0.03f}, {.learning_rate = 0.01f}, {.learning_rate = 0.001f}};
    constexpr int steps = 12, batch = 35;
    auto p = first_parameters();
    std::vector<float> memory(2 * p.size()), losses(networks * steps, NAN);
    const auto train = [&](int blocks, std::vector<std::uint64_t>& done, int some, std::vector<float>& q, std::vector<float>& past, float* to) {
        const findings found = emulate<kernel>(blocks, turns::random, q.data(), past.data(), static_cast<const tg::adam*>(optimizers), to, static_cast<int>(networks), done.data(),
                                               lesson<target>{data.x.data(), data.labels.data(), n, batch, some}, tg::cross_entropy{});
        REQUIRE_MESSAGE(found.none(), found.messages.front());
    };
    std::vector<std::uint64_t> done(networks), halves(networks);
    train(2, done, steps, p, memory, losses.data());
    CHECK(done == std::vector<std::uint64_t>(networks, steps));

    auto again = first_parameters();
    std::vector<float> past(2 * again.size()), parts(networks * steps);
    train(3, halves, steps / 2, again, past, parts.data());
    train(1, halves, steps / 2, again, past, parts.data());
    CHECK(again == p);
    CHECK(past == memory);

    const auto start = first_parameters();
    for (std::size_t k = 0; k < networks; ++k) {
        std::vector<float> alone(start.begin() + static_cast<std::ptrdiff_t>(k * count), start.begin() + static_cast<std::ptrdiff_t>((k + 1) * count)), states(2 * count), gradient(count + 1), partial(count);
        float sum = 0;
        std::uint64_t step = 0;
        std::uint32_t wrong = 0;
        const training_state all{alone.data(), states.data(), gradient.data(), &step, &wrong};
        for (int s = 0; s < steps; ++s) {
            const std::size_t at = static_cast<std::size_t>(s % 2) * batch;
            REQUIRE(emulate<kernel::training>(1, turns::forward, alone.data(), data.x.data() + 2 * at, data.labels.data() + at, partial.data(), &sum, batch, 1.0f / batch, tg::cross_entropy{}).none());
            REQUIRE(emulate<sum_parts<net>>(sum_parts<net>::blocks, turns::forward, partial.data(), &sum, 1, gradient.data(), &wrong).none());
            REQUIRE(emulate<update_parameters<net, tg::adam>>(update_parameters<net, tg::adam>::blocks, turns::forward, all, optimizers[k]).none());
            REQUIRE(emulate<count_step>(1, turns::forward, &step, &wrong).none());
            CHECK(losses[k * steps + static_cast<std::size_t>(s)] == sum);
        }
        for (std::size_t i = 0; i < count; ++i) REQUIRE(p[k * count + i] == alone[i]);
    }
    CHECK(losses[steps - 1] < losses[0]);
}

TEST_CASE("a loss that is not finite changes nothing") {
    points data;
    data.labels[3] = 9;
    const tg::adam optimizers[networks]{};
    const auto before = first_parameters();
    auto p = before;
    std::vector<float> memory(2 * p.size()), losses(networks);
    REQUIRE(emulate<kernel>(2, turns::random, p.data(), memory.data(), static_cast<const tg::adam*>(optimizers), losses.data(), static_cast<int>(networks), std::vector<std::uint64_t>(networks).data(),
                            lesson<target>{data.x.data(), data.labels.data(), n, n, 1}, tg::cross_entropy{}).none());
    CHECK(p == before);
    for (const float loss : losses) CHECK(std::isnan(loss));
}

TEST_CASE("nor does a gradient that is not finite behind a loss that is, and other networks go on") {
    points data;
    for (std::size_t i = 0; i < n; ++i) data.x[2 * i + 1] = 3e38f;
    const tg::adam optimizers[networks]{};
    auto p = first_parameters();
    // The second network does not look at the second number, but for its slope. Where others look at it tanh is flat.
    for (std::size_t i = 20; i < 40; ++i) p[count + i] = 0;
    for (std::size_t i = 60; i < 140; ++i) p[count + i] *= 1000;
    const auto before = p;
    std::vector<float> memory(2 * p.size()), losses(networks);
    using longer = population_training<net, tg::cross_entropy, tg::adam, tg::bf16, target, 2>;
    const findings found = emulate<longer>(2, turns::random, p.data(), memory.data(), static_cast<const tg::adam*>(optimizers), losses.data(), static_cast<int>(networks), std::vector<std::uint64_t>(networks).data(),
                                           lesson<target>{data.x.data(), data.labels.data(), n, n, 1}, tg::cross_entropy{});
    REQUIRE_MESSAGE(found.none(), found.messages.front());
    for (std::size_t k = 0; k < networks; ++k) {
        CAPTURE(k);
        CHECK(std::isfinite(losses[k]));
        const auto begin = static_cast<std::ptrdiff_t>(k * count), end = begin + static_cast<std::ptrdiff_t>(count);
        CHECK(std::equal(p.begin() + begin, p.begin() + end, before.begin() + begin) == (k == 1));
        CHECK(std::all_of(memory.begin() + 2 * begin, memory.begin() + 2 * end, [](float v) { return v == 0; }) == (k == 1));
    }
}

namespace {
struct partly_frozen : tg::network<tg::input<2>, tg::freeze<tg::dense<20>>, tg::tanh, tg::dense<4>> {};
}
TEST_CASE("frozen parameters stay as they are, to the bit") {
    const points data;
    const auto from = tg::initialize<partly_frozen>(1);
    std::vector<float> p(from.flat().begin(), from.flat().end()), memory(2 * p.size()), losses(4);
    const tg::adamw optimizer{};
    REQUIRE(emulate<population_training<partly_frozen, tg::cross_entropy, tg::adamw, half, target, 2>>(1, turns::random, p.data(), memory.data(), &optimizer, losses.data(), 1, std::vector<std::uint64_t>(1).data(),
                                                                                              lesson<target>{data.x.data(), data.labels.data(), n, 35, 4}, tg::cross_entropy{}).none());
    for (std::size_t i = 0; i < p.size(); ++i) CHECK((p[i] == from.data()[i]) == (i < 60));
}

TEST_CASE("fewer samples than a batch are refused, and change nothing if nobody asks") {
    const points data;
    const auto before = first_parameters();
    const tg::adam optimizers[networks]{};
    for (const int batch : {static_cast<int>(n) + 1, 0, -1}) {
        CAPTURE(batch);
        const lesson<target> none{data.x.data(), data.labels.data(), n, batch, 5};
        CHECK(none.check().code == tg::error::out_of_range);
        CHECK(none.check().text() == (batch > 0 ? "cuda: a population has 70 samples for batches of 71; give more samples or smaller batches" : "cuda: a population learns from batches of no samples; give them one at least"));
        auto p = before;
        std::vector<float> memory(2 * p.size()), losses(networks * 5);
        REQUIRE(emulate<kernel>(2, turns::random, p.data(), memory.data(), static_cast<const tg::adam*>(optimizers), losses.data(), static_cast<int>(networks), std::vector<std::uint64_t>(networks).data(), none, tg::cross_entropy{}).none());
        CHECK(p == before);
        for (const float loss : losses) CHECK(std::isnan(loss));
    }
    CHECK(lesson<target>{data.x.data(), data.labels.data(), n, n, 5}.check());
}
