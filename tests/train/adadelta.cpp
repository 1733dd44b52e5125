#include "optimizer_case.hpp"

#include <typegrad/train/adadelta.hpp>

using typegrad::adadelta;

TEST_CASE("PyTorch's steps") { optimizer_case::check(adadelta{}, "adadelta"); }

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(adadelta{.learning_rate = 0.5f, .rho = 0.8f, .weight_decay = 0.1f}, [v = 0.0, u = 0.0](double& p, double g, double) mutable {
        g += 0.1 * p;
        v = 0.8 * v + 0.2 * g * g;
        const double d = std::sqrt(u + 1e-6) / std::sqrt(v + 1e-6) * g;
        u = 0.8 * u + 0.2 * d * d;
        p -= 0.5 * d;
    });
    static_assert(optimizer_case::descend(adadelta{}, 4) < 1);
}
