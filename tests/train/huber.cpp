#include "loss_case.hpp"

#include <typegrad/train/huber.hpp>

using typegrad::huber;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(huber{.delta = 0.7f}, "huber_mean");
    loss_case::check(huber{.delta = 0.7f, .reduction = reduction::sum}, "huber_sum");
}

TEST_CASE("the naive loss and its differences") {
    loss_case::check_elementwise(huber{.delta = 1.5f}, loss_case::numbers(74, 1), loss_case::numbers(74, 2), [](double y, double t) {
        const double e = std::fabs(y - t);
        return e < 1.5 ? e * e / 2 : 1.5 * (e - 0.75);
    });
    static_assert(loss_case::is_near(huber{}, 3, 1, 1.5f, 1));
    static_assert(loss_case::is_near(huber{}, 1.5f, 1, 0.125f, 0.5f));
    loss_case::check_finite(huber{}, 1e30f, -1e30f);
}
