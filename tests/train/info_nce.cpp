#include "loss_case.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;
using tg::info_nce;

// PyTorch's files have no case of it.

namespace {
double similarity(const double* a, const double* b, std::size_t d) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < d; ++i) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    return ab / std::sqrt(aa * bb);
}
// The cross entropy of the matrix of similarities, by rows and, exchanged, by columns.
double naive(const std::vector<double>& y, std::size_t count, std::size_t d, double temperature, bool exchanged) {
    double loss = 0;
    for (std::size_t i = 0; i < count; ++i) {
        double sum = 0;
        auto power = [&](std::size_t j) {
            const std::size_t q = exchanged ? j : i, k = exchanged ? i : j;
            return std::exp(similarity(y.data() + 2 * d * q, y.data() + 2 * d * k + d, d) / temperature);
        };
        for (std::size_t j = 0; j < count; ++j) sum += power(j);
        loss -= std::log(power(i) / sum) / static_cast<double>(count);
    }
    return loss;
}
auto unlabelled = [](std::size_t) { return tg::unlabelled; };
}

TEST_CASE("the naive loss and its differences") {
    const std::size_t count = 5, d = 19;
    const auto y = loss_case::numbers(count * 2 * d, 1);
    const double one = naive(y, count, d, 0.25, false), two = naive(y, count, d, 0.25, true);
    REQUIRE(std::fabs(one - two) > 1e-3);
    std::vector<double> dy(y.size());
    std::vector<float> slopes(y.size());
    const std::vector<float> small(y.begin(), y.end());
    for (const bool symmetric : {false, true}) {
        const double expected = symmetric ? (one + two) / 2 : one;
        for (const tg::reduction how : {tg::reduction::mean, tg::reduction::sum}) {
            const info_nce loss{.temperature = 0.25f, .symmetric = symmetric, .reduction = how};
            const double all = how == tg::reduction::sum ? static_cast<double>(count) : 1;
            CHECK(tg::compute::batch_loss(loss, y.data(), dy.data(), count, 2 * d, unlabelled).loss == doctest::Approx(expected * all).epsilon(1e-12));
            loss_case::check_slopes(loss, y, count, 2 * d, unlabelled);
            CHECK(tg::compute::batch_loss(loss, small.data(), slopes.data(), count, 2 * d, unlabelled).loss == doctest::Approx(expected * all).epsilon(1e-5));
            for (std::size_t k = 0; k < y.size(); ++k) CHECK(std::fabs(static_cast<double>(slopes[k]) - dy[k]) < 1e-5);
        }
    }
}

TEST_CASE("a small temperature, vectors that are nothing, and large ones") {
    const float y[8] = {1e4f, 0, -1e4f, 0, 0, 0, 1e4f, 0};
    float dy[8];
    CHECK(tg::compute::batch_loss(info_nce{.temperature = 1e-3f}, y, dy, 2, 4, unlabelled).loss == doctest::Approx((2000 + std::log(2.0)) / 2));
    for (const float v : dy) CHECK(std::isfinite(v));
}

namespace {
// Two views of a point, each with its own noise, are to be recognised by a shared network.
struct net : tg::network<tg::input<4>, tg::dense<4>, tg::reshape<2, 2>> {};
constexpr float samples[12] = {1, 0, 0, 1, 0, 1, -1, 0, -1, -1, 1, -1};

constexpr tg::parameters<net> train(tg::parameters<net> p) {
    tg::trainer<net, info_nce, tg::sgd, 3> fit{tg::sgd{.learning_rate = 0.2f}};
    for (int i = 0; i < 10; ++i) (void)fit.step(p, samples, tg::unlabelled);
    return p;
}
constexpr auto start = tg::initialize<net>(3), trained = train(start);
}

TEST_CASE("a network learns from its batch, the same while compiling and at run time") {
    const auto now = train(start);
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(now.data()[i] == doctest::Approx(trained.data()[i]).epsilon(1e-4));
    const std::span<const float> all(samples);
    CHECK(tg::evaluate<info_nce>(trained, all, tg::unlabelled).mean_loss < 0.7f * tg::evaluate<info_nce>(start, all, tg::unlabelled).mean_loss);
}

TEST_CASE("the gradient of parameters through a batch") {
    tg::parameters<net, double> p;
    for (std::size_t i = 0; i < net::parameter_count; ++i) p.data()[i] = static_cast<double>(start.data()[i]);
    tg::tensor<double, tg::shape<3, 4>> x;
    for (std::size_t i = 0; i < 12; ++i) x[i] = static_cast<double>(samples[i]);
    tg::parameters<net, double> dp, unused;
    (void)tg::value_and_gradient<info_nce>(p, x, tg::unlabelled, dp);
    for (std::size_t i = 0; i < net::parameter_count; ++i) {
        const double at = p.data()[i], h = 0x1p-17;
        p.data()[i] = at + h;
        const double more = tg::value_and_gradient<info_nce>(p, x, tg::unlabelled, unused);
        p.data()[i] = at - h;
        const double less = tg::value_and_gradient<info_nce>(p, x, tg::unlabelled, unused);
        p.data()[i] = at;
        CHECK(dp.data()[i] == doctest::Approx((more - less) / (2 * h)).epsilon(1e-6));
    }
    const tg::view<const float, tg::shape<3, 4>> floats(samples);
    tg::parameters<net> narrow;
    (void)tg::value_and_gradient<info_nce>(start, floats, tg::unlabelled, narrow);
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(std::fabs(static_cast<double>(narrow.data()[i]) - dp.data()[i]) < 1e-5);
}
