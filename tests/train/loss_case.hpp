#ifndef TYPEGRAD_TESTS_TRAIN_LOSS_CASE_HPP
#define TYPEGRAD_TESTS_TRAIN_LOSS_CASE_HPP

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include <typegrad/core/random.hpp>
#include <typegrad/train/reduction.hpp>

#include "reference/nnref.hpp"

// A loss and its gradient over a batch, against PyTorch's and against its own differences.
namespace loss_case {
namespace tg = typegrad;

inline const nnref::test_case& find(const std::string& name) {
    static const std::vector<nnref::test_case> cases = nnref::read(TYPEGRAD_REFERENCE "/torch/loss.txt");
    for (const auto& c : cases)
        if (c.name == name) return c;
    nnref::fail("no case " + name);
}

template<class T, class Loss>
void check_as(const Loss& loss, const std::string& name, double tolerance) {
    CAPTURE(name);
    const auto& c = find(name);
    const auto &x = *c.find("in", "x"), &t = *c.find("in", "t"), &y = *c.find("out", "y"), &g = *c.find("grad", "x");
    const std::size_t batch = x.shape[0], n = x.shape[1];
    const std::vector<T> outputs(x.values.begin(), x.values.end()), rows(t.values.begin(), t.values.end());
    const std::vector<int> labels(t.values.begin(), t.values.end());
    std::vector<T> dy(outputs.size());
    auto value = [&](const auto& target) { return static_cast<double>(tg::compute::batch_loss(loss, outputs.data(), dy.data(), batch, n, target).loss); };
    double got = 0;
    if constexpr (Loss::classifies) {
        if (t.type == "i64") got = value([&](std::size_t i) { return labels[i]; });
    }
    if constexpr (requires { loss(outputs.data(), dy.data(), n, rows.data()); }) {
        if (t.type != "i64") got = value([&](std::size_t i) { return rows.data() + i * n; });
    }
    CHECK(got == doctest::Approx(y.values[0]).epsilon(tolerance));
    for (std::size_t k = 0; k < dy.size(); ++k) CHECK(std::fabs(static_cast<double>(dy[k]) - g.values[k]) <= tolerance * (1 + std::fabs(g.values[k])));
}

// The values of the files are floats with nine digits: what double is held to.
template<class Loss>
void check(const Loss& loss, const std::string& name) {
    check_as<float>(loss, name, 2e-6);
    check_as<double>(loss, name, 2e-7);
}

// ---- against a naive loss in double, and central differences of it

// count rows of n outputs in -2 .. 2, or for probabilities in 0.05 .. 0.95.
inline std::vector<double> numbers(std::size_t size, std::uint64_t seed, double low = -2, double high = 2) {
    std::vector<double> v(size);
    for (std::size_t i = 0; i < size; ++i) v[i] = low + (high - low) * static_cast<double>(tg::philox{seed}.uniform(i));
    return v;
}

// The gradient of a batch by central differences in double: wrong by about 1e-10 with h = 2^-17.
template<class Loss, class TargetAt>
void check_slopes(const Loss& loss, std::vector<double> y, std::size_t count, std::size_t n, const TargetAt& target, double tolerance = 1e-8) {
    constexpr double h = 0x1p-17;
    std::vector<double> dy(y.size()), unused(y.size());
    (void)tg::compute::batch_loss(loss, y.data(), dy.data(), count, n, target);
    for (std::size_t k = 0; k < y.size(); ++k) {
        const double at = y[k];
        y[k] = at + h;
        const double more = tg::compute::batch_loss(loss, y.data(), unused.data(), count, n, target).loss;
        y[k] = at - h;
        const double less = tg::compute::batch_loss(loss, y.data(), unused.data(), count, n, target).loss;
        y[k] = at;
        CAPTURE(k);
        CHECK(std::fabs((more - less) / (2 * h) - dy[k]) <= tolerance * (1 + std::fabs(dy[k])));
    }
}

// One loss that compares number with number: naive(y, t) is what a number costs. Its value for all reductions, its
// gradient by differences, and floats in whole batches and rests of them against double.
template<class Loss, class Naive>
void check_elementwise(Loss loss, const std::vector<double>& y, const std::vector<double>& t, const Naive& naive, double tolerance = 1e-6) {
    for (const tg::reduction how : {tg::reduction::mean, tg::reduction::sum, tg::reduction::batch_mean}) {
        loss.reduction = how;
        const std::size_t count = 2, n = y.size() / count;
        double expected = 0;
        for (std::size_t i = 0; i < count * n; ++i) expected += naive(y[i], t[i]);
        if (how != tg::reduction::sum) expected /= static_cast<double>(count);
        if (how == tg::reduction::mean) expected /= static_cast<double>(n);
        auto target = [&](std::size_t i) { return t.data() + i * n; };
        std::vector<double> dy(y.size());
        CHECK(tg::compute::batch_loss(loss, y.data(), dy.data(), count, n, target).loss == doctest::Approx(expected).epsilon(1e-12));
        check_slopes(loss, y, count, n, target);
        const std::vector<float> small(y.begin(), y.end()), towards(t.begin(), t.end());
        std::vector<float> slopes(y.size());
        CHECK(tg::compute::batch_loss(loss, small.data(), slopes.data(), count, n, [&](std::size_t i) { return towards.data() + i * n; }).loss == doctest::Approx(expected).epsilon(tolerance));
        for (std::size_t k = 0; k < dy.size(); ++k) CHECK(std::fabs(static_cast<double>(slopes[k]) - dy[k]) <= tolerance * (1 + std::fabs(dy[k])));
    }
}

// Neither value nor gradient of one float leaves the finite numbers.
template<class Loss>
void check_finite(const Loss& loss, float y, float t) {
    float dy = 0;
    CAPTURE(y);
    CAPTURE(t);
    CHECK(std::isfinite(loss(&y, &dy, 1, &t)));
    CHECK(std::isfinite(dy));
}

// The value and the slopes of one sample, for static_assert.
template<class Loss>
constexpr bool is_near(const Loss& loss, float y, float t, float value, float slope) {
    float dy = 0;
    const float off = loss(&y, &dy, 1, &t) - value, tilt = dy - slope;
    return off < 1e-6f && off > -1e-6f && tilt < 1e-6f && tilt > -1e-6f;
}

}

#endif
