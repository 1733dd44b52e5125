#include "loss_case.hpp"

#include <typegrad/train/cross_entropy.hpp>

using typegrad::cross_entropy;
using typegrad::reduction;

namespace {
constexpr float weights[4] = {0.5f, 1, 2, 0.25f};

// PyTorch's formula, term by term: the smoothed part is weighted by class, the mean divides by the weights of the labels.
double naive(const std::vector<double>& y, const std::vector<int>& labels, std::size_t n, const float* w, double smoothing, int ignored, bool sum) {
    double loss = 0, weight = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] == ignored) continue;
        double total = 0;
        for (std::size_t c = 0; c < n; ++c) total += std::exp(y[i * n + c]);
        for (std::size_t c = 0; c < n; ++c) {
            const double q = (static_cast<int>(c) == labels[i] ? 1 - smoothing : 0) + smoothing / static_cast<double>(n);
            loss -= (w ? static_cast<double>(w[c]) : 1) * q * std::log(std::exp(y[i * n + c]) / total);
        }
        weight += w ? static_cast<double>(w[labels[i]]) : 1;
    }
    return sum ? loss : loss / weight;
}
}

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(cross_entropy{}, "ce_mean");
    loss_case::check(cross_entropy{.reduction = reduction::sum}, "ce_sum");
    loss_case::check(cross_entropy{.label_smoothing = 0.1f}, "ce_smooth");
    loss_case::check(cross_entropy{.weights = weights}, "ce_weight");
    loss_case::check(cross_entropy{}, "ce_soft");
    loss_case::check(cross_entropy{}, "ce_extreme");
}

TEST_CASE("weights, smoothing, an ignored class: the naive loss and its differences") {
    const std::vector<int> labels{0, 3, 1, 2, 3, 1};
    const auto y = loss_case::numbers(24, 1);
    auto target = [&](std::size_t i) { return labels[i]; };
    for (const bool weighted : {false, true})
        for (const float smoothing : {0.0f, 0.25f})
            for (const int ignored : {-1, 3})
                for (const reduction how : {reduction::mean, reduction::sum}) {
                    const cross_entropy loss{smoothing, weighted ? std::span<const float>(weights) : std::span<const float>(), ignored, how};
                    const double expected = naive(y, labels, 4, weighted ? weights : nullptr, static_cast<double>(smoothing), ignored, how == reduction::sum);
                    std::vector<double> dy(24);
                    CHECK(typegrad::compute::batch_loss(loss, y.data(), dy.data(), 6, 4, target).loss == doctest::Approx(expected).epsilon(1e-12));
                    loss_case::check_slopes(loss, y, 6, 4, target);
                }
}

TEST_CASE("soft targets with weights, and many classes: differences, and floats in batches") {
    const auto y = loss_case::numbers(74, 1), t = loss_case::numbers(74, 2, 0, 0.1);
    std::vector<float> w(37);
    for (std::size_t c = 0; c < 37; ++c) w[c] = 0.5f + 0.1f * static_cast<float>(c % 7);
    const cross_entropy loss{.label_smoothing = 0.1f, .weights = w};
    auto target = [&](std::size_t i) { return t.data() + i * 37; };
    loss_case::check_slopes(loss, y, 2, 37, target);
    const std::vector<float> small(y.begin(), y.end()), towards(t.begin(), t.end());
    std::vector<double> dy(74);
    std::vector<float> slopes(74);
    CHECK(typegrad::compute::batch_loss(loss, small.data(), slopes.data(), 2, 37, [&](std::size_t i) { return towards.data() + i * 37; }).loss ==
          doctest::Approx(typegrad::compute::batch_loss(loss, y.data(), dy.data(), 2, 37, target).loss).epsilon(1e-6));
    for (std::size_t k = 0; k < 74; ++k) CHECK(std::fabs(static_cast<double>(slopes[k]) - dy[k]) < 1e-6);
}

TEST_CASE("a large logit anywhere among many") {
    for (std::size_t at = 0; at < 37; ++at) {
        std::vector<float> y(37, -1e4f), dy(37);
        y[at] = 1e4f;
        CHECK(cross_entropy{}(y.data(), dy.data(), 37, 5) == (at == 5 ? 0 : 2e4f));
        CHECK(dy[at] == (at == 5 ? 0 : 1));
    }
}

TEST_CASE("a label that names no class has no loss and no gradient") {
    const float y[3] = {1, 2, 3};
    for (const int label : {-1, 3, 1000}) {
        float dy[3] = {9, 9, 9};
        CHECK(std::isnan(typegrad::compute::loss_of(cross_entropy{}, y, dy, 3, label)));
        CHECK(dy[0] == 0);
    }
    float dy[3];
    CHECK(std::isfinite(typegrad::compute::loss_of(cross_entropy{}, y, dy, 3, 2u)));
    CHECK(std::isnan(typegrad::compute::loss_of(cross_entropy{.weights = {weights, 2}}, y, dy, 3, 0)));
}

TEST_CASE("an ignored label has the loss 0 and counts for nothing, neither as right nor as wrong") {
    const float y[9] = {1, 2, 3, 3, 2, 1, 5, 0, 0};
    const std::uint8_t labels[3] = {255, 0, 1}, nothing[3] = {255, 255, 255};
    float dy[9];
    const auto some = typegrad::compute::batch_loss(cross_entropy{.ignored = 255}, y, dy, 3, 3, [&](std::size_t i) { return labels[i]; });
    CHECK(some.weight == 2);
    CHECK(some.hits.of == 2);
    CHECK(some.hits.right == 1);
    CHECK(dy[2] == 0);
    const auto none = typegrad::compute::batch_loss(cross_entropy{.ignored = 255}, y, dy, 3, 3, [&](std::size_t i) { return nothing[i]; });
    CHECK(none.loss == 0);
    CHECK(dy[4] == 0);
}

TEST_CASE("a class that is masked out by minus infinity") {
    const float y[3] = {1, -std::numeric_limits<float>::infinity(), 1};
    float dy[3];
    CHECK(cross_entropy{}(y, dy, 3, 0) == doctest::Approx(std::log(2.0)));
    CHECK(dy[1] == 0);
}

namespace {
constexpr float constant() {
    const float y[2] = {0, 1e4f};
    float dy[2] = {};
    return cross_entropy{}(y, dy, 2, 0) - 1e4f + dy[0] + 1;
}
}
TEST_CASE("in a constant expression") { static_assert(constant() == 0); }
