#include "optimizer_case.hpp"

#include <algorithm>

#include <typegrad/train/amsgrad.hpp>

using typegrad::amsgrad, typegrad::amsgradw;

TEST_CASE("PyTorch's steps") { optimizer_case::check(optimizer_case::adam_of<amsgrad>("adam_amsgrad"), "adam_amsgrad"); }

TEST_CASE("the naive steps, and constant ones") {
    auto naive = [](bool decoupled) {
        return [=, m = 0.0, v = 0.0, top = 0.0](double& p, double g, double t) mutable {
            if (decoupled) p -= 1e-4 * p;
            else g += 0.1 * p;
            m = 0.9 * m + 0.1 * g;
            v = 0.9 * v + 0.1 * g * g;
            top = std::max(top, v);
            p -= 1e-3 * m / (1 - std::pow(0.9, t)) / (std::sqrt(top / (1 - std::pow(0.9, t))) + 1e-8);
        };
    };
    optimizer_case::check_naive(amsgrad{.beta2 = 0.9f, .weight_decay = 0.1f}, naive(false));
    optimizer_case::check_naive(amsgradw{.beta2 = 0.9f, .weight_decay = 0.1f}, naive(true));
    static_assert(optimizer_case::descend(amsgrad{.learning_rate = 0.125f}, 4) < 0.6f);
    static_assert(optimizer_case::descend(amsgradw{.learning_rate = 0.125f}, 4) < 0.6f);
}
