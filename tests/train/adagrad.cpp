#include "optimizer_case.hpp"

#include <typegrad/train/adagrad.hpp>

using typegrad::adagrad;

TEST_CASE("PyTorch's steps") {
    optimizer_case::check(adagrad{.learning_rate = 0.1f}, "adagrad");
    optimizer_case::check(adagrad{.learning_rate = 0.1f, .learning_rate_decay = 0.1f, .weight_decay = 0.01f, .initial_accumulator = 0.1f}, "adagrad_decay");
}

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(adagrad{.learning_rate_decay = 0.05f, .weight_decay = 0.1f, .initial_accumulator = 0.5f}, [s = 0.5](double& p, double g, double t) mutable {
        g += 0.1 * p;
        s += g * g;
        p -= 0.01 / (1 + (t - 1) * 0.05) * g / (std::sqrt(s) + 1e-10);
    });
    static_assert(optimizer_case::descend(adagrad{.learning_rate = 0.25f}, 4) < 0.6f);
}
