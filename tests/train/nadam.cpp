#include "optimizer_case.hpp"

#include <typegrad/train/nadam.hpp>

using typegrad::nadam;

// The case was computed by PyTorch 1.13, whose M[t + 1] has the factor mu[t] twice: a mistake that 2.0 mended
// (github.com/pytorch/pytorch/pull/92699). With that factor and nothing else changed the numbers are the same.
namespace {
struct nadam_of_1_13 {
    nadam right{.learning_rate = 0.01f};
    static constexpr std::size_t states = nadam::states;

    nadam::step_constants prepare(std::size_t step) const {
        auto k = right.prepare(step);
        double product = 1, now = 0, next = 0;
        for (std::size_t t = 1; t <= step; ++t) product *= now = mu(t);
        next = mu(step + 1);
        k.of_momentum *= static_cast<float>((1 - product * next) / (1 - product * now * next));
        return k;
    }
    template<class V>
    static V update(const nadam::step_constants& k, V p, V g, V (&state)[states]) {
        return nadam::update(k, p, g, state);
    }
    static double mu(std::size_t t) { return 0.9 * (1 - 0.5 * std::pow(0.96, 0.004 * static_cast<double>(t))); }
};
}

TEST_CASE("PyTorch's steps, with its mistake") { optimizer_case::check(nadam_of_1_13{}, "nadam"); }

TEST_CASE("the naive steps, and constant ones") {
    optimizer_case::check_naive(nadam{.weight_decay = 0.1f, .momentum_decay = 0.1f}, [m = 0.0, v = 0.0, product = 1.0](double& p, double g, double t) mutable {
        const double now = 0.9 * (1 - 0.5 * std::pow(0.96, t * 0.1)), next = 0.9 * (1 - 0.5 * std::pow(0.96, (t + 1) * 0.1));
        g += 0.1 * p;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        product *= now;
        const double root = std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8;
        p -= 2e-3 * ((1 - now) / (1 - product) * g + next / (1 - product * next) * m) / root;
    });
    static_assert(optimizer_case::descend(nadam{.learning_rate = 0.125f}, 4) < 0.75f);
}

TEST_CASE("after a long time") {
    const auto late = nadam{}.prepare(std::size_t{1000000}), later = nadam{}.prepare(std::size_t{2000000});
    CHECK(late.of_momentum == doctest::Approx(2e-3 * 0.9));
    CHECK(later.of_gradient == doctest::Approx(2e-3 * 0.1));
}
