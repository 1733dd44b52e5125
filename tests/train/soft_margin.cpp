#include "loss_case.hpp"

#include <typegrad/train/soft_margin.hpp>

using typegrad::soft_margin;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(soft_margin{}, "hinge_mean");
    loss_case::check(soft_margin{.reduction = reduction::sum}, "hinge_sum");
}

TEST_CASE("the naive loss and its differences") {
    auto signs = loss_case::numbers(74, 2);
    for (double& s : signs) s = s < 0 ? -1 : 1;
    loss_case::check_elementwise(soft_margin{}, loss_case::numbers(74, 1), signs, [](double y, double t) { return std::log(1 + std::exp(-t * y)); });
    static_assert(loss_case::is_near(soft_margin{}, 0, 1, 0.69314718f, -0.5f));
}

TEST_CASE("large outputs") {
    static_assert(loss_case::is_near(soft_margin{}, 1e4f, -1, 1e4f, 1));
    for (const float y : {1e4f, -1e4f})
        for (const float t : {1.0f, -1.0f}) loss_case::check_finite(soft_margin{}, y, t);
}
