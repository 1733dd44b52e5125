#include "loss_case.hpp"

#include <limits>

#include <typegrad/train/kl_divergence.hpp>

using typegrad::kl_divergence;
using typegrad::reduction;

TEST_CASE("PyTorch's values and gradients") {
    loss_case::check(kl_divergence{}, "kl_batchmean");
    loss_case::check(kl_divergence{.reduction = reduction::sum}, "kl_sum");
}

TEST_CASE("the naive loss and its differences") {
    loss_case::check_elementwise(kl_divergence{}, loss_case::numbers(74, 1, -3, 0), loss_case::numbers(74, 2, 0.05, 0.95), [](double y, double t) { return t * (std::log(t) - y); });
    static_assert(loss_case::is_near(kl_divergence{}, -1, 1, 1, -1));
}

TEST_CASE("what has no probability costs nothing, whatever the output") {
    static_assert(loss_case::is_near(kl_divergence{}, -3, 0, 0, 0));
    loss_case::check_finite(kl_divergence{}, -1e4f, 0);
    loss_case::check_finite(kl_divergence{}, -1e4f, 1);
    std::vector<float> y(37, -std::numeric_limits<float>::infinity()), t(37, 0.0f), dy(37);
    CHECK(kl_divergence{}(y.data(), dy.data(), 37, t.data()) == 0);
}
