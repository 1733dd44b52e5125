#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/population_training.cuh>

#include "check_failures.hpp"
#include "classifier.hpp"

// A population on a runtime without a GPU, whose kernel runs on the CPU.
namespace {

using fake::says;
using population = tg::cuda::population<classifier>;
using kernel = tg::cuda::population_training<mlp, tg::cross_entropy, tg::adam, tg::bf16, std::int32_t>;
constexpr std::size_t networks = 3, samples = 40, batch = 16;

std::size_t launches = 0;
template<class T>
T argument(void** arguments, int i) {
    return *static_cast<T*>(arguments[i]);
}
fake::kernel run_here(std::string_view name, void** a) {
    if (name.find("optimizer_kernel") != std::string_view::npos) return [to = argument<tg::adam*>(a, 0), o = argument<tg::adam>(a, 1)] { *to = o; };
    if (name.find("population_kernel") == std::string_view::npos) return {};
    ++launches;
    const auto lesson = argument<tg::cuda::lesson<std::int32_t>>(a, 6);
    return [=, p = argument<float*>(a, 0), memory = argument<float*>(a, 1), optimizers = argument<const tg::adam*>(a, 2), losses = argument<float*>(a, 3), n = argument<int>(a, 4), done = argument<std::uint64_t*>(a, 5)] {
        const auto found = tg::cuda::emulate<kernel>(n, tg::cuda::turns::forward, p, memory, optimizers, losses, n, done, lesson, tg::cross_entropy{});
        REQUIRE_MESSAGE(found.none(), found.messages.front());
    };
}
void begin() {
    fake::reset();
    fake::on_launch = run_here;
    launches = 0;
}

struct points {
    std::vector<float> x;
    std::vector<std::int32_t> labels;
    points() {
        for (std::size_t i = 0; i < 2 * samples; ++i) x.push_back(tg::philox{4}.uniform(i) - 0.5f);
        for (std::size_t i = 0; i < samples; ++i) labels.push_back((x[2 * i] > 0) + 2 * (x[2 * i + 1] > 0));
    }
};
bool same(const tg::parameters<mlp>& a, const tg::parameters<mlp>& b) { return std::equal(a.flat().begin(), a.flat().end(), b.flat().begin()); }

// Network k of all, after two calls.
struct member {
    tg::parameters<mlp> p;
    std::vector<float> losses;
};
member train_alone(const points& data, std::uint64_t seed, const tg::adam& optimizer) {
    population all(1, samples, 8);
    member m{tg::initialize<mlp>(seed), std::vector<float>(4)};
    REQUIRE(all.upload(0, m.p));
    REQUIRE(all.set_optimizer(0, optimizer));
    REQUIRE(all.teach(data.x, data.labels));
    REQUIRE(all.train(batch, 3));
    REQUIRE(all.train(batch, 4));
    REQUIRE(all.losses(m.losses));
    REQUIRE(all.download(0, m.p));
    return m;
}

}

TEST_CASE("each network of a population is what it would be alone, with its own hyper-parameters") {
    begin();
    const points data;
    population all(networks, samples, 8);
    REQUIRE_MESSAGE(all.state(), all.state().message);
    const auto optimizer = [](std::size_t k) { return tg::adam{.learning_rate = 0.01f * static_cast<float>(k + 1)}; };
    for (std::size_t k = 0; k < networks; ++k) REQUIRE(all.upload(k, tg::initialize<mlp>(k + 1)));
    for (std::size_t k = 0; k < networks; ++k) REQUIRE(all.set_optimizer(k, optimizer(k)));
    REQUIRE(all.teach(data.x, data.labels));
    REQUIRE(all.train(batch, 3));
    REQUIRE(all.train(batch, 4));
    std::vector<float> losses(networks * 4);
    REQUIRE(all.losses(losses));
    CHECK(launches == 2);
    for (std::size_t k = 0; k < networks; ++k) {
        const member alone = train_alone(data, k + 1, optimizer(k));
        tg::parameters<mlp> p;
        REQUIRE(all.download(k, p));
        CHECK(same(p, alone.p));
        CHECK(std::equal(alone.losses.begin(), alone.losses.end(), losses.begin() + static_cast<std::ptrdiff_t>(4 * k)));
        CHECK_FALSE(same(p, tg::initialize<mlp>(k + 1)));
    }
}

TEST_CASE("a network that is uploaded begins anew, beside others that go on; the default optimizer is the tag's") {
    begin();
    const points data;
    population all(2, samples, 8);
    for (const std::size_t k : {0u, 1u}) REQUIRE(all.upload(k, tg::initialize<mlp>(9)));
    REQUIRE(all.teach(data.x, data.labels));
    REQUIRE(all.train(batch, 5));
    REQUIRE(all.upload(1, tg::initialize<mlp>(9)));
    REQUIRE(all.train(batch, 3));
    REQUIRE(all.train(batch, 4));
    const member alone = train_alone(data, 9, tg::adam{});
    tg::parameters<mlp> p, q;
    REQUIRE(all.download(0, q));
    REQUIRE(all.download(1, p));
    CHECK(same(p, alone.p));
    CHECK_FALSE(same(q, alone.p));
}

TEST_CASE("a population says what it cannot do, and nothing changes") {
    begin();
    const points data;
    CHECK(population(0, 1).state().code == tg::error::out_of_range);
    CHECK(population(1, 0).state().code == tg::error::out_of_range);
    CHECK(population(1, 1, 0).state().code == tg::error::out_of_range);
    CHECK(population(std::size_t{1} << 31, 1).state().code == tg::error::out_of_range);
    CHECK(says(population(1, 1, 1, 7).state(), "cuda: there is no device 7"));
    fake::shared_bytes = 8 << 10;
    CHECK(says(population(1, 1).state(), " bytes of shared memory, the device has 8192 a block; use fewer or narrower layers"));
    fake::shared_bytes = 227 << 10;
    population all(networks, samples, 8);
    const auto p = tg::initialize<mlp>(1);
    CHECK(says(all.upload(3, p), "cuda: there is no network 3; the population has 3, counted from 0"));
    CHECK(says(all.set_optimizer(3, tg::adam{}), "cuda: there is no network 3"));
    CHECK(says(all.train(batch, 1), "cuda: a population that has nothing to learn from; call teach first"));
    CHECK(all.teach(std::vector<float>(3), std::vector<std::int32_t>(1)).code == tg::error::mismatch);
    CHECK(all.teach({}, {}).code == tg::error::out_of_range);
    CHECK(says(all.teach(std::vector<float>(82), std::vector<std::int32_t>(41)), "cuda: a lesson of 41 samples; the population was made for 1 to 40"));
    REQUIRE(all.teach(data.x, data.labels));
    CHECK(says(all.train(batch, 9), "cuda: 9 steps in a call; the population was made for 8"));
    CHECK(says(all.train(41, 1), "cuda: a population has 40 samples for batches of 41; give more samples or smaller batches"));
    CHECK(says(all.train(0, 1), "batches of no samples"));
    CHECK(all.train(std::size_t{1} << 40, 1).code == tg::error::out_of_range);
    CHECK(all.train(batch, 0));
    CHECK(launches == 0);
    REQUIRE(all.train(batch, 2));
    std::vector<float> few(5);
    CHECK(says(all.losses(few), "cuda: room for 5 losses; there are 6"));
}

TEST_CASE("whatever fails in a population is said with its line, and nothing is left behind") {
    const points data;
    fake::check_failures([&] {
        population all(networks, samples, 8);
        auto p = tg::initialize<mlp>(1);
        std::vector<float> losses(networks);
        tg::status s = all.state();
        if (s) s = all.upload(2, p);
        if (s) s = all.set_optimizer(2, tg::adam{});
        if (s) s = all.teach(data.x, data.labels);
        if (s) s = all.train(batch, 1);
        if (s) s = all.losses(losses);
        if (s) s = all.download(2, p);
        return fake::said(s);
    });
}
