#include "loss_case.hpp"

#include <typegrad/train/binary_cross_entropy_with_logits.hpp>

using typegrad::binary_cross_entropy_with_logits;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(binary_cross_entropy_with_logits{}, "bce_logits_mean");
    loss_case::check(binary_cross_entropy_with_logits{.reduction = reduction::sum}, "bce_logits_sum");
}

namespace {
constexpr float weights[37] = {1, 2, 0.5f, 3, 1, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1, 5, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1, 7, 2};
double naive(double y, double t, double w) { return -w * t * std::log(1 / (1 + std::exp(-y))) - (1 - t) * std::log(1 / (1 + std::exp(y))); }
}

TEST_CASE("the naive loss and its differences") {
    const auto y = loss_case::numbers(74, 1), t = loss_case::numbers(74, 2, 0, 1);
    loss_case::check_elementwise(binary_cross_entropy_with_logits{}, y, t, [](double a, double b) { return naive(a, b, 1); });
    std::size_t i = 0;
    loss_case::check_elementwise(binary_cross_entropy_with_logits{.positive_weights = weights}, y, t, [&](double a, double b) { return naive(a, b, static_cast<double>(weights[i++ % 37])); });
    static_assert(loss_case::is_near(binary_cross_entropy_with_logits{}, 0, 1, 0.69314718f, -0.5f));
    static_assert(loss_case::is_near(binary_cross_entropy_with_logits{.positive_weights = {weights + 1, 1}}, 0, 1, 1.38629436f, -1));
}

TEST_CASE("large logits") {
    static_assert(loss_case::is_near(binary_cross_entropy_with_logits{}, 1e4f, 0, 1e4f, 1));
    for (const float y : {1e4f, -1e4f, 3e38f, 0.0f})
        for (const float t : {0.0f, 1.0f, 0.5f}) loss_case::check_finite(binary_cross_entropy_with_logits{}, y, t);
    // far out the gradient is small, not nothing
    float y = -20, t = 0, dy = 0;
    CHECK(binary_cross_entropy_with_logits{}(&y, &dy, 1, &t) == doctest::Approx(std::exp(-20.0)).epsilon(1e-6));
    CHECK(dy == doctest::Approx(std::exp(-20.0)).epsilon(1e-6));
}

TEST_CASE("too few weights are no weights") {
    const std::vector<float> y(37), t(37);
    std::vector<float> dy(37, 1.0f);
    const binary_cross_entropy_with_logits loss{.positive_weights = {weights, 36}};
    CHECK(std::isnan(loss(y.data(), dy.data(), 37, t.data())));
    CHECK(dy[36] == 0);
}
