#include "loss_case.hpp"

#include <typegrad/train/mean_squared_error.hpp>

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(typegrad::mean_squared_error{}, "mse_mean");
    loss_case::check(typegrad::mean_squared_error{}, "mse_sum");
}

TEST_CASE("one number as target") {
    const double y[1] = {3};
    double dy[1];
    CHECK(typegrad::mean_squared_error{}(y, dy, 1, 1.0) == 4);
    CHECK(dy[0] == 4);
}
