#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct set {
    std::vector<float> images;
    std::vector<std::uint16_t> labels;
    explicit set(std::size_t n) : images(3 * n), labels(n) {
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < 3; ++k) images[3 * i + k] = static_cast<float>(10 * i + k);
            labels[i] = static_cast<std::uint16_t>(i);
        }
    }
};
}

TEST_CASE("every sample is in one of the parts, with its label") {
    set data(1000);
    const auto [training, validation] = tg::split_samples(std::span(data.images), std::span(data.labels), 1000, 0.2, 7);
    CHECK(training.images.size() == 3 * 800);
    CHECK(training.labels.size() == 800);
    CHECK(validation.images.size() == 3 * 200);
    CHECK(validation.labels.size() == 200);
    std::vector<int> seen(1000);
    for (const auto& part : {training, validation})
        for (std::size_t i = 0; i < part.labels.size(); ++i) {
            ++seen[part.labels[i]];
            for (std::size_t k = 0; k < 3; ++k) REQUIRE(part.images[3 * i + k] == static_cast<float>(10 * part.labels[i] + k));
        }
    CHECK(std::count(seen.begin(), seen.end(), 1) == 1000);
    CHECK(!std::is_sorted(training.labels.begin(), training.labels.end()));
}

TEST_CASE("the same seed gives the same split, another one another") {
    set a(100), b(100), c(100);
    (void)tg::split_samples(std::span(a.images), std::span(a.labels), 100, 0.5, 7);
    (void)tg::split_samples(std::span(b.images), std::span(b.labels), 100, 0.5, 7);
    (void)tg::split_samples(std::span(c.images), std::span(c.labels), 100, 0.5, 8);
    CHECK(a.labels == b.labels);
    CHECK(a.labels != c.labels);
}

TEST_CASE("each sample is equally likely to be for validation") {
    std::vector<int> chosen(10);
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        set data(10);
        for (const auto label : tg::split_samples(std::span(data.images), std::span(data.labels), 10, 0.3, seed).validation.labels) ++chosen[label];
    }
    for (const int n : chosen) CHECK(std::abs(n - 1200) < 5 * 29);  // five standard errors
}

TEST_CASE("two samples, in both orders; the share is rounded") {
    int exchanged = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        set data(2);
        exchanged += tg::split_samples(std::span(data.images), std::span(data.labels), 2, 0.5, seed).training.labels[0];
    }
    CHECK(std::abs(exchanged - 50) < 25);
    set data(10);
    CHECK(tg::split_samples(std::span(data.images), std::span(data.labels), 10, 0.29).validation.labels.size() == 3);
}

TEST_CASE("several labels a sample, rows as targets, and shares at the ends") {
    std::vector<float> images{1, 2, 3, 4}, targets{10, 11, 20, 21, 30, 31, 40, 41};
    const auto parts = tg::split_samples(std::span(images), std::span(targets), 4, 0.25, 3);
    CHECK(parts.validation.labels.size() == 2);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(targets[2 * i] == 10 * images[i]);
        CHECK(targets[2 * i + 1] == 10 * images[i] + 1);
    }
    CHECK(tg::split_samples(std::span(images), std::span(targets), 4, 0.0).validation.labels.empty());
    CHECK(tg::split_samples(std::span(images), std::span(targets), 4, -3).validation.labels.empty());
    CHECK(tg::split_samples(std::span(images), std::span(targets), 4, 1.0).training.labels.empty());
    CHECK(tg::split_samples(std::span(images), std::span(targets), 4, 7).training.labels.empty());
    CHECK(tg::split_samples(std::span(images), std::span(targets), 0, 0.5).training.labels.empty());
}

TEST_CASE("windows of a text: tokens, and as many labels") {
    std::vector<std::int32_t> tokens, next;
    for (std::int32_t i = 0; i < 40; ++i) {
        tokens.push_back(i);
        next.push_back(i + 1);
    }
    const auto [training, validation] = tg::split_samples(std::span(tokens), std::span(next), 10, 0.2, 3);
    CHECK(training.images.size() == 32);
    CHECK(validation.images.size() == 8);
    for (std::size_t i = 0; i < 40; ++i) {
        CHECK(next[i] == tokens[i] + 1);
        CHECK(tokens[i] == tokens[i / 4 * 4] + static_cast<std::int32_t>(i % 4));
    }
    struct language : tg::network<tg::tokens<41, 4>, tg::embedding<41, 3>, tg::unembedding<41>> {};
    auto p = tg::initialize<language>(1);
    tg::trainer<language, tg::each_step<tg::cross_entropy, 4>, tg::sgd, 4> fit;
    CHECK(fit.epoch(p, training.images, training.labels) > 0);
}

namespace {
constexpr bool constant() {
    float images[4] = {1, 2, 3, 4};
    int labels[4] = {1, 2, 3, 4};
    const auto parts = tg::split_samples(std::span<float>(images), std::span<int>(labels), 4, 0.5);
    return parts.training.images.size() == 2 && labels[0] == static_cast<int>(images[0]) && labels[1] + labels[0] + parts.validation.labels[0] + parts.validation.labels[1] == 10;
}
}
TEST_CASE("in a constant expression") { static_assert(constant()); }
