#include "loss_case.hpp"

#include <typegrad/train/cosine_distance.hpp>

using typegrad::cosine_distance;

namespace {
// PyTorch's case is the similarity y and the slopes under an upstream gradient; of both vectors, which exchange roles here.
template<class T>
void check_as(double tolerance) {
    const auto& c = loss_case::find("cosine");
    const auto &x = *c.find("in", "x"), &t = *c.find("in", "t"), &up = *c.find("gout", "y");
    for (const bool exchanged : {false, true}) {
        const auto &from = exchanged ? t : x, &to = exchanged ? x : t, &slopes = exchanged ? *c.find("grad", "t") : *c.find("grad", "x");
        const std::vector<T> y(from.values.begin(), from.values.end()), towards(to.values.begin(), to.values.end());
        for (std::size_t i = 0; i < 3; ++i) {
            T dy[5];
            CHECK(1 - static_cast<double>(cosine_distance{}(y.data() + i * 5, dy, 5, towards.data() + i * 5)) == doctest::Approx(c.find("out", "y")->values[i]).epsilon(tolerance));
            for (std::size_t k = 0; k < 5; ++k) CHECK(std::fabs(-static_cast<double>(dy[k]) * up.values[i] - slopes.values[i * 5 + k]) <= tolerance);
        }
    }
}
}

TEST_CASE("PyTorch's values and gradients") {
    check_as<float>(2e-6);
    check_as<double>(2e-7);
}

TEST_CASE("a batch by the formula, and its differences, for all reductions") {
    const auto y = loss_case::numbers(74, 1), t = loss_case::numbers(74, 2);
    auto target = [&](std::size_t i) { return t.data() + i * 37; };
    for (const auto how : {typegrad::reduction::mean, typegrad::reduction::sum, typegrad::reduction::batch_mean}) {
        const cosine_distance loss{.reduction = how};
        double expected = 0;
        for (std::size_t i = 0; i < 2; ++i) {
            double product = 0, squares = 0, others = 0;
            for (std::size_t k = i * 37; k < (i + 1) * 37; ++k) product += y[k] * t[k], squares += y[k] * y[k], others += t[k] * t[k];
            expected += (1 - product / std::sqrt(squares * others)) / (how == typegrad::reduction::sum ? 1 : 2);
        }
        std::vector<double> dy(74);
        CHECK(typegrad::compute::batch_loss(loss, y.data(), dy.data(), 2, 37, target).loss == doctest::Approx(expected).epsilon(1e-12));
        loss_case::check_slopes(loss, y, 2, 37, target);
    }
}

TEST_CASE("differences, and floats in batches") {
    const auto y = loss_case::numbers(74, 1), t = loss_case::numbers(74, 2);
    loss_case::check_slopes(cosine_distance{.epsilon = 100, .reduction = typegrad::reduction::sum}, y, 2, 37, [&](std::size_t i) { return t.data() + i * 37; });
    const std::vector<float> small(y.begin(), y.end()), towards(t.begin(), t.end());
    float slopes[37];
    double dy[37];
    CHECK(cosine_distance{}(small.data(), slopes, 37, towards.data()) == doctest::Approx(cosine_distance{}(y.data(), dy, 37, t.data())).epsilon(1e-6));
    for (std::size_t k = 0; k < 37; ++k) CHECK(std::fabs(static_cast<double>(slopes[k]) - dy[k]) < 1e-6);
}

TEST_CASE("vectors that are nothing, and large ones") {
    const float zero[3] = {}, t[3] = {1e4f, -1e4f, 1e4f}, same[3] = {2e4f, -2e4f, 2e4f};
    float dy[3];
    CHECK(cosine_distance{}(zero, dy, 3, t) == 1);
    for (const float d : dy) CHECK(std::isfinite(d));
    CHECK(cosine_distance{}(zero, dy, 3, zero) == 1);
    CHECK(cosine_distance{}(same, dy, 3, t) == doctest::Approx(0));
}

namespace {
constexpr float constant() {
    const float y[2] = {0, 3}, t[2] = {2, 0};
    float dy[2] = {};
    return cosine_distance{}(y, dy, 2, t) + dy[0];
}
}
TEST_CASE("in a constant expression") { static_assert(constant() - 1 + 1.0f / 3 < 1e-6f); }
