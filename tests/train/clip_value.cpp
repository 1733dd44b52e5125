#include "optimizer_case.hpp"

#include <typegrad/train/sgd.hpp>
#include <typegrad/train/clip_value.hpp>

using typegrad::clip_value;
using typegrad::sgd;

TEST_CASE("PyTorch's gradients") {
    const auto& c = optimizer_case::find("clip_value");
    const clip_value<sgd> o{.optimizer = {.learning_rate = 1}, .limit = static_cast<float>(c.number("clip"))};
    for (std::size_t i = 0; i < 4; ++i) {
        float state[1] = {};
        CHECK(-o.update(o.prepare(1, {}), 0.0f, static_cast<float>(c.find("in", "ga")->values[i]), state) == doctest::Approx(c.find("out", "ga_clipped")->values[i]));
    }
}

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(clip_value<sgd>{{.momentum = 0.5f, .weight_decay = 0.1f}, 0.25f}, [v = 0.0](double& p, double g, double) mutable {
        v = 0.5 * v + std::min(0.25, std::max(-0.25, g)) + 0.1 * p;
        p -= 0.01 * v;
    });
    static_assert(optimizer_case::descend(clip_value<sgd>{{.learning_rate = 1}, 0.25f}, 2) == 0.5f);
}
