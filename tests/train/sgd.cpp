#include "optimizer_case.hpp"

#include <typegrad/train/sgd.hpp>

using optimizer_case::check;
using typegrad::sgd;

TEST_CASE("PyTorch's steps") {
    check(sgd{.learning_rate = 0.1f}, "sgd");
    check(sgd{.learning_rate = 0.1f, .weight_decay = 0.01f}, "sgd_wd");
    check(sgd{.learning_rate = 0.1f, .momentum = 0.9f}, "sgd_mom");
    check(sgd{.learning_rate = 0.1f, .momentum = 0.9f, .weight_decay = 0.01f, .nesterov = true}, "sgd_nesterov_wd");
    // sgd_mom_damp: dampening is not among sgd's members, which are fixed; it is momentum with a smaller learning rate.
}
