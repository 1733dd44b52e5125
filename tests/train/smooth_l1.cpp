#include "loss_case.hpp"

#include <typegrad/train/smooth_l1.hpp>

using typegrad::smooth_l1;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(smooth_l1{.beta = 0.7f}, "smoothl1_mean");
    loss_case::check(smooth_l1{.beta = 0.7f, .reduction = reduction::sum}, "smoothl1_sum");
}

TEST_CASE("the naive loss and its differences") {
    loss_case::check_elementwise(smooth_l1{.beta = 1.5f}, loss_case::numbers(74, 1), loss_case::numbers(74, 2), [](double y, double t) {
        const double e = std::fabs(y - t);
        return e < 1.5 ? e * e / 3 : e - 0.75;
    });
    static_assert(loss_case::is_near(smooth_l1{}, 3, 1, 1.5f, 1));
}

TEST_CASE("beta 0 is the mean absolute error") {
    static_assert(loss_case::is_near(smooth_l1{.beta = 0}, -3, 1, 4, -1));
    static_assert(loss_case::is_near(smooth_l1{.beta = 0}, 3, 3, 0, 0));
    loss_case::check_elementwise(smooth_l1{.beta = 0}, loss_case::numbers(74, 1), loss_case::numbers(74, 2), [](double y, double t) { return std::fabs(y - t); });
}
