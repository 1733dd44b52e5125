#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<2>, tg::dense<3>> {};
constexpr std::size_t n = 150;  // more than evaluate's batch, not a multiple of the trainer's
struct points {
    std::vector<float> x;
    std::vector<int> labels;
    points() {
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < 2; ++k) x.push_back(tg::philox{4}.uniform(2 * i + k) - 0.5f);
            labels.push_back(i % 7 == 0 ? -1 : static_cast<int>(i < 70 ? i % 2 : i % 3));
        }
    }
};
constexpr float weights[3] = {1, 4, 0.25f};

// The least that a loss must have.
struct first_output {
    static constexpr bool classifies = false;
    template<class T, class Target>
    constexpr T operator()(const T* y, T* dy, std::size_t size, const Target&) const {
        for (std::size_t i = 0; i < size; ++i) dy[i] = i == 0;
        return y[0];
    }
};
}

TEST_CASE("batch by batch, samples count what their classes weigh") {
    const points data;
    const auto p = tg::initialize<net>(1);
    const tg::cross_entropy loss{.weights = weights, .ignored = -1};
    double total = 0, weight = 0;
    std::size_t right = 0, of = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (data.labels[i] < 0) continue;
        float dy[3];
        const auto y = tg::apply(p, tg::view<const float, tg::shape<2>>(data.x.data() + 2 * i));
        total += static_cast<double>(loss(y.data(), dy, 3, data.labels[i]));
        weight += static_cast<double>(weights[data.labels[i]]);
        right += tg::compute::largest(y.data(), 3) == static_cast<std::size_t>(data.labels[i]);
        ++of;
    }
    const auto [mean_loss, accuracy] = tg::evaluate(p, data.x, data.labels, loss);
    CHECK(mean_loss == doctest::Approx(total / weight).epsilon(1e-5));
    CHECK(accuracy == doctest::Approx(static_cast<double>(right) / static_cast<double>(of)));
    // An epoch that learns nothing hears the same.
    for (const tg::reduction how : {tg::reduction::mean, tg::reduction::sum}) {
        auto q = p;
        tg::trainer<net, tg::cross_entropy, tg::sgd, 32> fit{{.learning_rate = 0}, {.weights = weights, .ignored = -1, .reduction = how}};
        tg::training_report last;
        CHECK(fit.epoch(q, data.x, data.labels, [&](const tg::training_report& r) { last = r; }) == doctest::Approx(total / weight).epsilon(1e-5));
        CHECK(last.mean_loss == doctest::Approx(total / weight).epsilon(1e-5));
        CHECK(last.accuracy == doctest::Approx(static_cast<double>(accuracy)));
    }
}

TEST_CASE("a sum is as many times the mean, and so is its gradient") {
    const points data;
    const auto p = tg::initialize<net>(1);
    const tg::view<const float, tg::shape<20, 2>> x(data.x.data());
    tg::parameters<net> mean, sum;
    const std::span<const int> labels(data.labels.data(), 20);
    const float a = tg::value_and_gradient(tg::cross_entropy{.ignored = -1}, p, x, labels, mean);
    const float b = tg::value_and_gradient(tg::cross_entropy{.ignored = -1, .reduction = tg::reduction::sum}, p, x, labels, sum);
    CHECK(b == doctest::Approx(17 * a));
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(sum.data()[i] == doctest::Approx(17 * mean.data()[i]).epsilon(1e-4));
}

TEST_CASE("a loss of one's own, with no more than it must have") {
    const points data;
    auto p = tg::initialize<net>(1);
    const auto before = p;
    tg::trainer<net, first_output, tg::sgd, 16> fit{{.learning_rate = 0.5f}};
    (void)fit.step(p, data.x, tg::unlabelled);
    CHECK(p.get<0>().bias[0] == doctest::Approx(before.get<0>().bias[0] - 0.5f));
    CHECK(p.get<0>().bias[1] == before.get<0>().bias[1]);
    CHECK(tg::evaluate<first_output>(p, data.x, tg::unlabelled).accuracy == 0);
}
