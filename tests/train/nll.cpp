#include "loss_case.hpp"

#include <typegrad/train/nll.hpp>

using typegrad::nll;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(nll{}, "nll_mean");
    loss_case::check(nll{.reduction = reduction::sum}, "nll_sum");
}

TEST_CASE("weights and an ignored class: the naive loss and its differences") {
    static constexpr float weights[4] = {0.5f, 1, 2, 0.25f};
    const std::vector<int> labels{0, 3, 1, 2, 3, 1};
    const auto y = loss_case::numbers(24, 1, -3, 0);
    const nll loss{.weights = weights, .ignored = 3};
    auto target = [&](std::size_t i) { return labels[i]; };
    double expected = 0, weight = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        if (labels[i] == 3) continue;
        expected -= static_cast<double>(weights[labels[i]]) * y[i * 4 + static_cast<std::size_t>(labels[i])];
        weight += static_cast<double>(weights[labels[i]]);
    }
    std::vector<double> dy(24);
    CHECK(typegrad::compute::batch_loss(loss, y.data(), dy.data(), 6, 4, target).loss == doctest::Approx(expected / weight).epsilon(1e-12));
    loss_case::check_slopes(loss, y, 6, 4, target);
}

TEST_CASE("labels and weights that are wrong") {
    const float y[3] = {-1, -2, -3}, few[2] = {1, 1};
    float dy[3] = {9, 9, 9};
    CHECK(std::isnan(typegrad::compute::loss_of(nll{}, y, dy, 3, 3)));
    CHECK(dy[0] == 0);
    CHECK(std::isnan(typegrad::compute::loss_of(nll{.weights = few}, y, dy, 3, 0)));
}

namespace {
constexpr float constant() {
    const float y[2] = {-1, -4};
    float dy[2] = {};
    return nll{}(y, dy, 2, 1) + dy[1];
}
}
TEST_CASE("in a constant expression") { static_assert(constant() == 3); }
