#include "loss_case.hpp"

#include <limits>

#include <typegrad/train/hinge.hpp>

using typegrad::hinge;
using typegrad::reduction;

// No case of PyTorch's: hinge_mean and hinge_sum of loss.txt are its SoftMarginLoss, which soft_margin is held to.

TEST_CASE("the naive loss and its differences") {
    auto signs = loss_case::numbers(74, 2);
    for (double& s : signs) s = s < 0 ? -1 : 1;
    loss_case::check_elementwise(hinge{}, loss_case::numbers(74, 1), signs, [](double y, double t) { return std::max(0.0, 1 - t * y); });
    loss_case::check_elementwise(hinge{.margin = 0.5f}, loss_case::numbers(74, 3), signs, [](double y, double t) { return std::max(0.0, 0.5 - t * y); });
    static_assert(loss_case::is_near(hinge{}, 0.25f, -1, 1.25f, 1));
    static_assert(loss_case::is_near(hinge{}, 2, 1, 0, 0));
}
