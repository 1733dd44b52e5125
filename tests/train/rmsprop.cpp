#include "optimizer_case.hpp"

#include <typegrad/train/rmsprop.hpp>

using typegrad::rmsprop;

TEST_CASE("PyTorch's steps") {
    optimizer_case::check(rmsprop{}, "rmsprop");
    optimizer_case::check(rmsprop{.momentum = 0.9f, .centered = true}, "rmsprop_mom_centered");
}

TEST_CASE("the naive steps, and constant ones") {
    for (const bool centered : {false, true})
        for (const double momentum : {0.0, 0.5})
            optimizer_case::check_naive(rmsprop{.alpha = 0.9f, .weight_decay = 0.1f, .momentum = static_cast<float>(momentum), .centered = centered}, [=, v = 0.0, a = 0.0, b = 0.0](double& p, double g, double) mutable {
                g += 0.1 * p;
                v = 0.9 * v + 0.1 * g * g;
                a = centered ? 0.9 * a + 0.1 * g : 0;
                b = momentum * b + g / (std::sqrt(v - a * a) + 1e-8);
                p -= 0.01 * b;
            });
    static_assert(optimizer_case::descend(rmsprop{}, 4) < 0.9f);
}
