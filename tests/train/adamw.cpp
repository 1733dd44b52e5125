#include "optimizer_case.hpp"

#include <typegrad/train/adamw.hpp>

using typegrad::adamw;

TEST_CASE("PyTorch's steps") { optimizer_case::check(optimizer_case::adam_of<adamw>("adamw"), "adamw"); }

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(adamw{.beta2 = 0.9f, .weight_decay = 0.1f}, [m = 0.0, v = 0.0](double& p, double g, double t) mutable {
        p -= 1e-4 * p;
        m = 0.9 * m + 0.1 * g;
        v = 0.9 * v + 0.1 * g * g;
        p -= 1e-3 * m / (1 - std::pow(0.9, t)) / (std::sqrt(v / (1 - std::pow(0.9, t))) + 1e-8);
    });
    static_assert(adamw::states == 2);
    static_assert(optimizer_case::descend(adamw{.learning_rate = 0.125f}, 4) < 0.6f);
}
