#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/device_memory.cuh>

#include "classifier.hpp"
#include "without_gpu.hpp"

// nvcc never sees this file. Without a GPU every call says why it did nothing; the tests that need one are skipped. On a runtime
// of our own they are not: there the CPU runs what nvcc has made for GPUs, a warp at a time.
namespace {
constexpr std::size_t n = 1000;

struct points {
    std::vector<float> x;
    std::vector<std::int32_t> labels;
    points() {
        for (std::size_t i = 0; i < n; ++i) {
            const float a = tg::philox{4}.uniform(2 * i) - 0.5f, b = tg::philox{4}.uniform(2 * i + 1) - 0.5f;
            x.insert(x.end(), {a, b});
            labels.push_back((a > 0) + 2 * (b > 0));
        }
    }
};
bool says(const tg::status& s, std::string_view words) { return s.text().find(words) != std::string_view::npos; }
}

TEST_CASE("a device that is not there is a clear error, and nothing else happens") {
    for (const int device : {0, 1000, -1}) {
        tg::cuda::model<classifier> there(16, device);
        if (device == 0 && has_gpu()) {
            REQUIRE_MESSAGE(there.state(), there.state().message);
            continue;
        }
        CHECK(there.state().code == tg::error::device);
        CHECK(says(there.state(), "cuda: "));
        auto p = tg::initialize<mlp>(1);
        const auto before = p;
        float value = 7;
        const std::vector<float> x(8);
        std::vector<float> y(16, 7.0f);
        const std::vector<std::int32_t> labels(4);
        for (const tg::status& s : {there.train_steps(x.data(), labels.data(), 4, 3), there.upload(p), there.set_optimizer(tg::adam{}), there.download(p), there.infer(x, y), there.train_step(x, labels), there.loss(value), there.wait()}) CHECK(s.code == tg::error::device);
        CHECK(there.stream() == nullptr);
        CHECK(std::equal(p.flat().begin(), p.flat().end(), before.flat().begin()));
        CHECK(value == 7);
        CHECK(y == std::vector<float>(16, 7.0f));
    }
}

TEST_CASE("inference there is inference here") {
    if (without_gpu()) return;
    const points data;
    const auto p = tg::initialize<mlp>(2);
    tg::inference<mlp> here(p);
    tg::cuda::model<only_infers> there(64);
    REQUIRE(there.upload(p));
    std::vector<float> y(n * 4);
    REQUIRE(there.infer(data.x, y));
    for (std::size_t i = 0; i < n; ++i) {
        const auto& expected = here(data.x.data() + 2 * i);
        for (std::size_t o = 0; o < 4; ++o) REQUIRE(y[4 * i + o] == doctest::Approx(expected[o]).epsilon(4e-3));
    }
    CHECK(there.infer(data.x, std::span(y).first(3)).code == tg::error::mismatch);
    CHECK(there.infer({}, {}).code == tg::error::out_of_range);
    CHECK(there.train_step(data.x, std::vector<float>(n * 4)).code != tg::error::none);
}

TEST_CASE("training there follows training here, and two runs are the same to the bit") {
    if (without_gpu()) return;
    const points data;
    const auto run = [&](tg::parameters<mlp>& q, std::vector<float>& losses) {
        tg::cuda::model<classifier> there(n);
        REQUIRE_MESSAGE(there.state(), there.state().message);
        REQUIRE(there.set_optimizer(tg::adam{.learning_rate = 0.01f}));
        REQUIRE(there.upload(q));
        for (int step = 0; step < 100; ++step) {
            REQUIRE(there.train_step(data.x, data.labels));
            float loss = NAN;
            REQUIRE(there.loss(loss));
            losses.push_back(loss);
        }
        REQUIRE(there.download(q));
        CHECK(there.train_step(std::vector<float>{}, std::vector<std::int32_t>{}).code == tg::error::out_of_range);
        CHECK(there.train_step(std::vector<float>(2 * (n + 1)), std::vector<std::int32_t>(n + 1)).code == tg::error::out_of_range);
    };
    auto p = tg::initialize<mlp>(2), q = p, again = p;
    std::vector<float> losses, same;
    run(q, losses);
    run(again, same);
    CHECK(losses == same);
    CHECK(std::equal(q.flat().begin(), q.flat().end(), again.flat().begin()));
    const auto here = std::make_unique<tg::trainer<mlp, tg::cross_entropy, tg::adam, n>>(tg::adam{.learning_rate = 0.01f});
    for (const float there : losses) CHECK(there == doctest::Approx(here->step(p, data.x, data.labels)).epsilon(0.03));
    CHECK(losses.back() < losses.front() / 3);
}

TEST_CASE("steps as a graph are the steps one by one, to the bit") {
    if (without_gpu()) return;
    const points data;
    constexpr std::size_t batch = 250, steps = n / batch;
    const auto first = tg::initialize<mlp>(2);
    auto p = first, q = first;
    tg::cuda::model<classifier> one_by_one(batch), at_once(batch);
    REQUIRE(one_by_one.upload(p));
    REQUIRE(at_once.upload(q));
    tg::cuda::device_memory<float> x;
    tg::cuda::device_memory<std::int32_t> labels;
    REQUIRE(x.allocate(data.x.size()));
    REQUIRE(labels.allocate(n));
    REQUIRE(tg::cuda::check(cudaMemcpy(x.data(), data.x.data(), data.x.size() * sizeof(float), cudaMemcpyHostToDevice), "images"));
    REQUIRE(tg::cuda::check(cudaMemcpy(labels.data(), data.labels.data(), n * sizeof(std::int32_t), cudaMemcpyHostToDevice), "labels"));
    REQUIRE(tg::cuda::check(cudaStreamSynchronize(nullptr), "copies"));  // for which the models' streams do not wait
    for (int epoch = 0; epoch < 3; ++epoch) {
        for (std::size_t k = 0; k < steps; ++k) REQUIRE(one_by_one.train_step(std::span(data.x).subspan(2 * k * batch, 2 * batch), std::span(data.labels).subspan(k * batch, batch)));
        REQUIRE(at_once.train_steps(x.data(), labels.data(), batch, steps));
    }
    REQUIRE(one_by_one.download(p));
    REQUIRE(at_once.download(q));
    CHECK(std::equal(p.flat().begin(), p.flat().end(), q.flat().begin()));
    CHECK_FALSE(std::equal(p.flat().begin(), p.flat().end(), first.flat().begin()));
}

// Steps there and here, whose losses differ by no more than this.
template<class Tag>
static void check_numbers(double tolerance) {
    const points data;
    auto p = tg::initialize<mlp>(2);
    tg::cuda::model<Tag> there(n);
    REQUIRE_MESSAGE(there.state(), there.state().message);
    REQUIRE(there.upload(p));
    const auto here = std::make_unique<tg::trainer<mlp, tg::cross_entropy, tg::adam, n>>();
    for (int step = 0; step < 30; ++step) {
        REQUIRE(there.train_step(data.x, data.labels));
        float loss = NAN;
        REQUIRE(there.loss(loss));
        CHECK(loss == doctest::Approx(here->step(p, data.x, data.labels)).epsilon(tolerance));
    }
}
TEST_CASE("float there is float here; tf32 is near") {
    if (without_gpu()) return;
    check_numbers<exact>(1e-4);
    check_numbers<nearly_exact>(5e-3);
}

TEST_CASE("an epoch there is an epoch here: the same samples in the same order") {
    if (without_gpu()) return;
    const points data;
    constexpr std::size_t batch = 64;
    auto p = tg::initialize<mlp>(2);
    tg::cuda::model<exact> there(batch);
    REQUIRE_MESSAGE(there.state(), there.state().message);
    REQUIRE(there.upload(p));
    const auto here = std::make_unique<tg::trainer<mlp, tg::cross_entropy, tg::adam, batch>>();
    for (int epoch = 0; epoch < 3; ++epoch) {
        float last = NAN, loss = NAN;
        here->epoch(p, data.x, data.labels, [&, before = 0.0](const tg::training_report& r) mutable {
            const double sum = r.mean_loss * static_cast<double>(r.samples_done);
            last = static_cast<float>((sum - before) / static_cast<double>((r.samples_done - 1) % batch + 1));
            before = sum;
        });
        REQUIRE(there.epoch(data.x, data.labels));
        REQUIRE(there.loss(loss));
        CHECK(loss == doctest::Approx(last).epsilon(1e-3));
    }
}

TEST_CASE("convolutions there follow those here, and drop the same") {
    if (without_gpu()) return;
    constexpr std::size_t images = 96, size = convolutional::input::size;
    std::vector<float> x(images * size);
    std::vector<std::int32_t> labels(images);
    for (std::size_t i = 0; i < images; ++i) {
        labels[i] = static_cast<std::int32_t>(tg::philox{5}.below(i, 10));
        for (std::size_t k = 0; k < size; ++k) x[i * size + k] = tg::philox{6}.uniform(i * size + k) + (k % 10 == static_cast<std::size_t>(labels[i]) ? 1.0f : 0.0f);
    }
    auto p = tg::initialize<convolutional>(2), q = p;
    tg::cuda::model<reader> there(images);
    REQUIRE_MESSAGE(there.state(), there.state().message);
    REQUIRE(there.upload(q));
    const auto here = std::make_unique<tg::trainer<convolutional, tg::cross_entropy, tg::adamw, images>>();
    for (int step = 0; step < 10; ++step) {
        REQUIRE(there.train_step(x, labels));
        float loss = NAN;
        REQUIRE(there.loss(loss));
        CHECK(loss == doctest::Approx(here->step(p, x, labels)).epsilon(0.03));
    }
    REQUIRE(there.download(q));
    std::vector<float> y(images * 10);
    REQUIRE(there.infer(x, y));
    tg::inference<convolutional> run(q);
    for (std::size_t i = 0; i < images; ++i) {
        const auto& expected = run(x.data() + i * size);
        for (std::size_t o = 0; o < 10; ++o) CHECK(y[10 * i + o] == doctest::Approx(expected[o]).epsilon(0.03));
    }
}

TEST_CASE("a population learns as its networks would alone, to the bit, and as a model does") {
    if (without_gpu()) return;
    const points data;
    constexpr std::size_t networks = 150, batch = 100, steps = 20;
    const auto run = [&](std::size_t first, std::size_t many, std::vector<float>& losses) {
        tg::cuda::population<classifier> all(many, batch, steps);
        REQUIRE_MESSAGE(all.state(), all.state().message);
        for (std::size_t k = 0; k < many; ++k) REQUIRE(all.upload(k, tg::initialize<mlp>(first + k)));
        for (std::size_t k = 0; k < many; ++k) REQUIRE(all.set_optimizer(k, tg::adam{.learning_rate = 1e-4f * static_cast<float>(first + k + 1)}));
        REQUIRE(all.teach(std::span(data.x).first(2 * batch), std::span(data.labels).first(batch)));
        REQUIRE(all.train(batch, steps));
        losses.resize(many * steps);
        REQUIRE(all.losses(losses));
    };
    std::vector<float> all, alone;
    run(0, networks, all);
    for (const std::size_t k : {0u, 131u, 132u, 149u}) {
        run(k, 1, alone);
        CHECK(std::equal(alone.begin(), alone.end(), all.begin() + static_cast<std::ptrdiff_t>(k * steps)));
    }
    tg::cuda::model<classifier> there(batch);
    REQUIRE(there.set_optimizer(tg::adam{.learning_rate = 1e-4f * networks}));
    REQUIRE(there.upload(tg::initialize<mlp>(networks - 1)));
    for (std::size_t s = 0; s < steps; ++s) {
        float loss = NAN;
        REQUIRE(there.train_step(std::span(data.x).first(2 * batch), std::span(data.labels).first(batch)));
        REQUIRE(there.loss(loss));
        CHECK(loss == doctest::Approx(alone[s]).epsilon(0.03));
    }
}

TEST_CASE("several models on streams of their own do not disturb each other") {
    if (without_gpu()) return;
    const points data;
    const auto p = tg::initialize<mlp>(2);
    std::vector<float> alone, together;
    const auto train = [&](std::size_t models, std::vector<float>& losses) {
        std::vector<std::unique_ptr<tg::cuda::model<classifier>>> all;
        for (std::size_t m = 0; m < models; ++m) {
            all.push_back(std::make_unique<tg::cuda::model<classifier>>(n));
            REQUIRE(all.back()->upload(p));
        }
        for (int step = 0; step < 20; ++step)
            for (auto& model : all) REQUIRE(model->train_step(data.x, data.labels));
        for (auto& model : all) {
            losses.push_back(NAN);
            REQUIRE(model->loss(losses.back()));
        }
    };
    train(1, alone);
    train(4, together);
    CHECK(together == std::vector<float>(4, alone.front()));
}
