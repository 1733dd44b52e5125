#include "optimizer_case.hpp"

#include <typegrad/train/sgd.hpp>
#include <typegrad/train/regularized.hpp>

using typegrad::regularized;
using typegrad::sgd;

// PyTorch's files have no case of it: its optimizers know l2 alone, as weight_decay.

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(regularized<sgd>{.optimizer = {.momentum = 0.5f}, .l1 = 0.2f, .l2 = 0.1f}, [v = 0.0](double& p, double g, double) mutable {
        v = 0.5 * v + g + 0.2 * (p > 0 ? 1 : p < 0 ? -1 : 0) + 0.1 * p;
        p -= 0.01 * v;
    });
    optimizer_case::check(regularized<sgd>{.optimizer = {.learning_rate = 0.1f}, .l2 = 0.01f}, "sgd_wd");
    static_assert(optimizer_case::descend(regularized<sgd>{.optimizer = {.learning_rate = 0.5f}, .l1 = 0.5f}, 1) == 0.25f);
}
