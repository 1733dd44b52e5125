#include "optimizer_case.hpp"

#include <typegrad/train/adam.hpp>

using typegrad::adam;

TEST_CASE("PyTorch's steps") {
    for (const char* name : {"adam", "adam_wd"}) optimizer_case::check(optimizer_case::adam_of<adam>(name), name);
}

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(adam{.beta2 = 0.9f, .weight_decay = 0.1f}, [m = 0.0, v = 0.0](double& p, double g, double t) mutable {
        g += 0.1 * p;
        m = 0.9 * m + 0.1 * g;
        v = 0.9 * v + 0.1 * g * g;
        p -= 1e-3 * m / (1 - std::pow(0.9, t)) / (std::sqrt(v / (1 - std::pow(0.9, t))) + 1e-8);
    });
    static_assert(adam::states == 2);
    static_assert(optimizer_case::descend(adam{.learning_rate = 0.5f}, 1) - 0.5f < 1e-6f);
}
