#include "optimizer_case.hpp"

#include <typegrad/train/sgd.hpp>

using optimizer_case::check;
using typegrad::sgd;

TEST_CASE("PyTorch's steps") {
    check(sgd{.learning_rate = 0.1f}, "sgd");
    check(sgd{.learning_rate = 0.1f, .weight_decay = 0.01f}, "sgd_wd");
    check(sgd{.learning_rate = 0.1f, .momentum = 0.9f}, "sgd_mom");
    check(sgd{.learning_rate = 0.1f, .momentum = 0.9f, .dampening = 0.5f}, "sgd_mom_damp");
    check(sgd{.learning_rate = 0.1f, .momentum = 0.9f, .weight_decay = 0.01f, .nesterov = true}, "sgd_nesterov_wd");
}

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(sgd{.momentum = 0.9f, .weight_decay = 0.1f, .dampening = 0.25f}, [v = 0.0](double& p, double g, double t) mutable {
        g += 0.1 * p;
        v = t == 1 ? g : 0.9 * v + 0.75 * g;
        p -= 0.01 * v;
    });
    static_assert(optimizer_case::descend(sgd{.learning_rate = 0.5f}, 2) == 0.25f);
    static_assert(optimizer_case::descend(sgd{.learning_rate = 0.5f, .dampening = 0.5f}, 2) == 0.25f);  // dampening is of the momentum
}
