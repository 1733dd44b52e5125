#include "optimizer_case.hpp"

#include <typegrad/train/adamax.hpp>

using typegrad::adamax;

TEST_CASE("PyTorch's steps") { optimizer_case::check(adamax{.learning_rate = 0.01f}, "adamax"); }

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(adamax{.weight_decay = 0.1f}, [m = 0.0, u = 0.0](double& p, double g, double t) mutable {
        g += 0.1 * p;
        m = 0.9 * m + 0.1 * g;
        u = std::max(0.999 * u, std::fabs(g) + 1e-8);
        p -= 2e-3 / (1 - std::pow(0.9, t)) * m / u;
    });
    static_assert(optimizer_case::descend(adamax{.learning_rate = 0.125f}, 4) < 0.6f);
}
