#include "loss_case.hpp"

#include <typegrad/train/mean_squared_error.hpp>

using typegrad::mean_squared_error;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(mean_squared_error{}, "mse_mean");
    loss_case::check(mean_squared_error{.reduction = reduction::sum}, "mse_sum");
}

TEST_CASE("the naive loss and its differences") {
    loss_case::check_elementwise(mean_squared_error{}, loss_case::numbers(74, 1), loss_case::numbers(74, 2), [](double y, double t) { return (y - t) * (y - t); });
    static_assert(loss_case::is_near(mean_squared_error{}, 3, 1, 4, 4));
    loss_case::check_finite(mean_squared_error{}, 1e4f, -1e4f);
}

TEST_CASE("one number as target") {
    const double y[1] = {3};
    double dy[1];
    CHECK(mean_squared_error{}(y, dy, 1, 1.0) == 4);
    CHECK(dy[0] == 4);
}
