#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3>, tg::dense<5>, tg::tanh, tg::dense<4>> {};

struct data_set {
    std::vector<float> x;
    std::vector<int> labels;
    explicit data_set(std::size_t n) : x(3 * n), labels(n) {
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = tg::philox{4}.uniform(i) - 0.5f;
        for (std::size_t i = 0; i < n; ++i) labels[i] = static_cast<int>(i * i % 4);
    }
};

// One sample after the other, in double.
struct expected {
    double loss = 0, right = 0, weight = 0;
    expected(const tg::parameters<net>& p, const data_set& d, const std::vector<double>& weights) {
        for (std::size_t i = 0; i < d.labels.size(); ++i) {
            const auto y = tg::apply(p, tg::view<const float, tg::shape<3>>(d.x.data() + 3 * i));
            double sum = 0;
            for (float v : y) sum += std::exp(static_cast<double>(v));
            const auto label = static_cast<std::size_t>(d.labels[i]);
            loss += weights[label] * (std::log(sum) - static_cast<double>(y[label]));
            weight += weights[label];
            std::size_t best = 0;
            for (std::size_t k = 1; k < 4; ++k)
                if (y[k] > y[best]) best = k;
            right += best == label;
        }
    }
};
}

TEST_CASE("evaluate: the mean over all samples, however they fill batches of 64") {
    const auto p = tg::initialize<net>(9);
    for (const std::size_t n : {1u, 63u, 64u, 65u, 200u}) {
        const data_set d(n);
        const expected e(p, d, {1, 1, 1, 1});
        const auto [loss, accuracy] = tg::evaluate<tg::cross_entropy>(p, d.x, d.labels);
        CHECK(static_cast<double>(loss) == doctest::Approx(e.loss / e.weight).epsilon(1e-5));
        CHECK(static_cast<double>(accuracy) == doctest::Approx(e.right / static_cast<double>(n)).epsilon(1e-6));
        const tg::parameters_view<net> seen(p.data());
        CHECK(tg::evaluate<tg::cross_entropy>(seen, d.x, d.labels).mean_loss == loss);
    }
}

TEST_CASE("evaluate: weights of classes, and losses that sum") {
    const auto p = tg::initialize<net>(9);
    const data_set d(130);
    static constexpr float weights[4] = {1, 0, 3, 0.5f};
    const expected e(p, d, {1, 0, 3, 0.5});
    CHECK(static_cast<double>(tg::evaluate(p, std::span<const float>(d.x), d.labels, tg::cross_entropy{.weights = weights}).mean_loss) == doctest::Approx(e.loss / e.weight).epsilon(1e-5));
    const expected all(p, d, {1, 1, 1, 1});
    CHECK(static_cast<double>(tg::evaluate(p, std::span<const float>(d.x), d.labels, tg::cross_entropy{.reduction = tg::reduction::sum}).mean_loss) ==
          doctest::Approx(all.loss / all.weight).epsilon(1e-5));
}

TEST_CASE("evaluate: no more than there is, and nothing of nothing") {
    const auto p = tg::initialize<net>(9);
    const data_set d(70);
    const std::vector<int> fewer(d.labels.begin(), d.labels.begin() + 65);
    const std::vector<float> less(d.x.begin(), d.x.begin() + 3 * 65 + 2);
    CHECK(tg::evaluate<tg::cross_entropy>(p, d.x, fewer).mean_loss == tg::evaluate<tg::cross_entropy>(p, less, d.labels).mean_loss);
    CHECK(std::isnan(tg::evaluate<tg::cross_entropy>(p, d.x, std::vector<int>{}).mean_loss));
    CHECK(std::isnan(tg::evaluate<tg::cross_entropy>(p, std::vector<float>{}, d.labels).mean_loss));
}
