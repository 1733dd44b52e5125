#include "loss_case.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;
using tg::triplet;

// PyTorch's files have no case of it.

namespace {
// torch.nn.TripletMarginLoss: pairwise_distance adds epsilon to the difference.
double naive(const double* y, std::size_t d, double margin) {
    double near = 0, far = 0;
    for (std::size_t i = 0; i < d; ++i) {
        near += std::pow(y[i] - y[d + i] + static_cast<double>(1e-6f), 2);
        far += std::pow(y[i] - y[2 * d + i] + static_cast<double>(1e-6f), 2);
    }
    return std::max(0.0, std::sqrt(near) - std::sqrt(far) + margin);
}
auto unlabelled = [](std::size_t) { return tg::unlabelled; };
}

TEST_CASE("the naive loss and its differences") {
    const auto y = loss_case::numbers(4 * 3 * 37, 1);
    auto check_loss = [&](double margin, tg::reduction how) {
        const triplet loss{.margin = static_cast<float>(margin), .reduction = how};
        double expected = 0;
        for (std::size_t i = 0; i < 4; ++i) expected += naive(y.data() + i * 111, 37, margin) / (how == tg::reduction::sum ? 1 : 4);
        std::vector<double> dy(y.size());
        CHECK(tg::compute::batch_loss(loss, y.data(), dy.data(), 4, 111, unlabelled).loss == doctest::Approx(expected).epsilon(1e-12));
        loss_case::check_slopes(loss, y, 4, 111, unlabelled);
        const std::vector<float> small(y.begin(), y.end());
        std::vector<float> slopes(y.size());
        CHECK(tg::compute::batch_loss(loss, small.data(), slopes.data(), 4, 111, unlabelled).loss == doctest::Approx(expected).epsilon(1e-5));
        for (std::size_t k = 0; k < y.size(); ++k) CHECK(std::fabs(static_cast<double>(slopes[k]) - dy[k]) < 1e-6);
    };
    for (const double margin : {5.0, 0.0, 0.25}) check_loss(margin, tg::reduction::mean);
    check_loss(0.25, tg::reduction::sum);
    check_loss(0.25, tg::reduction::batch_mean);
}

TEST_CASE("points that coincide, and large ones") {
    const float same[6] = {}, large[6] = {1e4f, 1e4f, -1e4f, -1e4f, 1e4f, 1e4f};
    float dy[6];
    CHECK(triplet{}(same, dy, 6, tg::unlabelled) == 1);
    for (const float d : dy) CHECK(std::isfinite(d));
    CHECK(triplet{.epsilon = 0}(same, dy, 6, tg::unlabelled) == 1);
    for (const float d : dy) CHECK(d == 0);
    CHECK(triplet{}(large, dy, 6, tg::unlabelled) == doctest::Approx(1 + 2e4 * std::sqrt(2.0)));
    const float no[3] = {0, 0, std::nanf("")};
    CHECK(std::isnan(triplet{}(no, dy, 3, tg::unlabelled)));
}

namespace {
struct net : tg::network<tg::input<3, 2>, tg::flatten, tg::dense<6>, tg::reshape<3, 2>> {};
constexpr float samples[12] = {1, 0, 0, 1, 1, 1, 0, 1, 1, 0, -1, 0};

constexpr float trained() {
    auto p = tg::initialize<net>(1);
    tg::trainer<net, triplet, tg::sgd, 2> fit{tg::sgd{.learning_rate = 0.1f}};
    float first = fit.step(p, samples, tg::unlabelled), last = 0;
    for (int i = 0; i < 20; ++i) last = fit.step(p, samples, tg::unlabelled);
    return last / first;
}
}

TEST_CASE("a network learns without labels, while compiling too") {
    static_assert(trained() < 0.5f);
    CHECK(trained() < 0.5f);
    auto p = tg::initialize<net>(1);
    tg::trainer<net, triplet, tg::sgd, 2> fit;
    const std::span<const float> all(samples);
    const float loss = fit.epoch(p, all, tg::unlabelled);
    CHECK(loss > 0);
    CHECK(tg::evaluate<triplet>(p, all, tg::unlabelled).mean_loss < loss);
}
