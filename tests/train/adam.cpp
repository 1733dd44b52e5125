#include "optimizer_case.hpp"

#include <typegrad/train/adam.hpp>

using typegrad::adam;

TEST_CASE("PyTorch's steps") {
    for (const char* name : {"adam", "adam_wd"}) optimizer_case::check(optimizer_case::adam_of<adam>(name), name);
    auto with = optimizer_case::adam_of<adam>("adam_amsgrad");
    with.amsgrad = true;
    optimizer_case::check(with, "adam_amsgrad");
}

TEST_CASE("the naive steps, and constant ones") {
    for (const bool amsgrad : {false, true})
        optimizer_case::check_naive(adam{.beta2 = 0.9f, .weight_decay = 0.1f, .amsgrad = amsgrad}, [=, m = 0.0, v = 0.0, top = 0.0](double& p, double g, double t) mutable {
            g += 0.1 * p;
            m = 0.9 * m + 0.1 * g;
            v = 0.9 * v + 0.1 * g * g;
            top = amsgrad ? std::max(top, v) : v;
            p -= 1e-3 * m / (1 - std::pow(0.9, t)) / (std::sqrt(top / (1 - std::pow(0.9, t))) + 1e-8);
        });
    static_assert(optimizer_case::descend(adam{.learning_rate = 0.5f}, 1) - 0.5f < 1e-6f);
    static_assert(optimizer_case::descend(adam{.learning_rate = 0.125f, .amsgrad = true}, 4) < 0.6f);
}
