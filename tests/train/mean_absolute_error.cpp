#include "loss_case.hpp"

#include <typegrad/train/mean_absolute_error.hpp>

using typegrad::mean_absolute_error;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(mean_absolute_error{}, "l1_mean");
    loss_case::check(mean_absolute_error{.reduction = reduction::sum}, "l1_sum");
}

TEST_CASE("the naive loss and its differences") {
    loss_case::check_elementwise(mean_absolute_error{}, loss_case::numbers(74, 1), loss_case::numbers(74, 2), [](double y, double t) { return std::fabs(y - t); });
    static_assert(loss_case::is_near(mean_absolute_error{}, -3, 1, 4, -1));
    static_assert(loss_case::is_near(mean_absolute_error{}, 3, 3, 0, 0));
}
