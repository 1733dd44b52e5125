#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {

constexpr float corners[] = {0, 0, 0, 1, 1, 0, 1, 1}, parity[] = {0, 1, 1, 0};
struct xor_net : tg::network<tg::input<2>, tg::dense<4>, tg::tanh, tg::dense<1>> {};

constexpr tg::parameters<xor_net> train(tg::parameters<xor_net> p) {
    tg::trainer<xor_net, tg::mean_squared_error, tg::sgd, 4> fit{{.learning_rate = 0.3f}};
    for (int i = 0; i < 50; ++i) (void)fit.step(p, corners, parity);
    return p;
}
constexpr auto half = train(tg::initialize<xor_net>(3)), trained = train(half);
constexpr float answer(float a, float b) { return tg::apply(trained, tg::tensor<float, tg::shape<2>>{a, b})[0]; }

}

TEST_CASE("XOR is learnt while compiling, and the same at run time") {
    static_assert(answer(0, 0) < 0.1f && answer(0, 1) > 0.9f && answer(1, 0) > 0.9f && answer(1, 1) < 0.1f);
    const auto p = train(train(tg::initialize<xor_net>(3)));
    for (std::size_t i = 0; i < p.flat().size(); ++i) CHECK(p.data()[i] == doctest::Approx(trained.data()[i]).epsilon(1e-4));
}

namespace {
// Four classes in a plane, one in each quadrant.
struct quadrants : tg::network<tg::input<2>, tg::dense<16>, tg::relu, tg::dense<4>> {};
struct points {
    std::vector<float> x;
    std::vector<std::uint8_t> labels;
    explicit points(std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            const float a = tg::philox{4, 0}.uniform(2 * i) - 0.5f, b = tg::philox{4, 0}.uniform(2 * i + 1) - 0.5f;
            x.push_back(a);
            x.push_back(b);
            labels.push_back(static_cast<std::uint8_t>((a > 0) + 2 * (b > 0)));
        }
    }
};
}

TEST_CASE("epochs learn, include the last partial batch, and repeat from the seed") {
    const points data(333);  // 333 = 10 x 32 + 13
    static tg::parameters<quadrants> p[2];
    for (auto& q : p) {
        tg::initialize(q, 1);
        tg::trainer<quadrants, tg::cross_entropy, tg::adam, 32> fit{tg::adam{.learning_rate = 0.02f}};
        std::size_t seen = 0, calls = 0;
        double accuracy = 0;
        for (int e = 0; e < 30; ++e)
            (void)fit.epoch(q, data.x, data.labels, [&](const tg::training_report& r) {
                seen = r.samples_done;
                accuracy = r.accuracy;
                ++calls;
                CHECK(r.samples == 333);
            });
        CHECK(seen == 333);
        CHECK(calls == 30 * 11);
        CHECK(fit.steps() == 30 * 11);
        CHECK(accuracy > 0.9);
    }
    for (std::size_t i = 0; i < p[0].flat().size(); ++i) REQUIRE(p[0].data()[i] == p[1].data()[i]);
    const auto [mean_loss, accuracy] = tg::evaluate<tg::cross_entropy>(p[0], data.x, data.labels);
    CHECK(accuracy > 0.95f);
    CHECK(mean_loss < 0.2f);
    double by_hand = 0;
    for (std::size_t i = 0; i < 333; ++i) {
        float dy[4];
        const auto y = tg::apply(p[0], tg::view<const float, tg::shape<2>>(data.x.data() + 2 * i));
        by_hand += static_cast<double>(tg::cross_entropy{}(y.data(), dy, 4, data.labels[i])) / 333;
    }
    CHECK(mean_loss == doctest::Approx(by_hand).epsilon(1e-4));
}

TEST_CASE("a step is the gradient of the mean loss and one step of the optimizer") {
    const points data(20);
    auto p = tg::initialize<quadrants>(2), q = p;
    tg::parameters<quadrants> dp;
    const float expected = tg::value_and_gradient<tg::cross_entropy>(p, tg::view<const float, tg::shape<20, 2>>(data.x.data()), data.labels, dp);
    tg::trainer<quadrants, tg::cross_entropy, tg::sgd, 32> fit{{.learning_rate = 0.5f}};
    CHECK(fit.step(q, data.x, data.labels) == doctest::Approx(expected).epsilon(1e-6));
    for (std::size_t i = 0; i < p.flat().size(); ++i) CHECK(q.data()[i] == doctest::Approx(p.data()[i] - 0.5f * dp.data()[i]).epsilon(1e-5));
}

namespace {
// Layers that make their gradient at once, that share it, that sum it over tiles, and that have none.
struct mixed : tg::network<tg::input<6, 6, 1>, tg::conv2d<3, 3>, tg::relu, tg::flatten, tg::named<"first", tg::dense<48>>, tg::tanh,
                           tg::freeze<tg::dense<48>>, tg::named<"shared", tg::dense<48>>, tg::tanh, tg::residual<tg::tied<"shared", tg::dense<48>>, tg::tanh>, tg::dense<4, tg::no_bias>> {};
}

TEST_CASE("the gradient of a step is that step's alone") {
    std::vector<float> x(20 * 36);
    std::vector<int> labels(20);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = tg::philox{5}.uniform(i) - 0.5f;
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i % 4);
    static tg::parameters<mixed> p, dp;
    tg::initialize(p, 2);
    static tg::trainer<mixed, tg::cross_entropy, tg::sgd, 20> fit{{.learning_rate = 0.1f}};
    for (int step = 0; step < 3; ++step) {
        dp = {};
        (void)tg::value_and_gradient<tg::cross_entropy>(p, tg::view<const float, tg::shape<20, 6, 6, 1>>(x.data()), labels, dp);
        (void)fit.step(p, x, labels);
        for (std::size_t i = 0; i < p.flat().size(); ++i) REQUIRE(fit.gradient().data()[i] == doctest::Approx(dp.data()[i]).epsilon(1e-4).scale(1e-2));
    }
}

TEST_CASE("a loss that is not finite changes nothing and says so") {
    points data(32);
    auto p = tg::initialize<quadrants>(2);
    const auto before = p;
    tg::trainer<quadrants, tg::cross_entropy, tg::adam, 32> fit;
    data.x[7] = std::numeric_limits<float>::quiet_NaN();
    CHECK(std::isnan(fit.step(p, data.x, data.labels)));
    CHECK(fit.state().code == tg::error::not_finite);
    data.x[7] = 0;
    data.labels[3] = 4;
    CHECK(std::isnan(fit.epoch(p, data.x, data.labels)));
    CHECK(!fit.state());
    for (std::size_t i = 0; i < p.flat().size(); ++i) REQUIRE(p.data()[i] == before.data()[i]);
    data.labels[3] = 0;
    CHECK(std::isfinite(fit.step(p, data.x, data.labels)));
    CHECK(fit.state());
    CHECK(fit.steps() == 1);
}

struct saturated : tg::network<tg::input<2>, tg::dense<8>, tg::tanh, tg::dense<4>> {};

TEST_CASE("a gradient that is not finite changes nothing and says so, though the loss is finite") {
    points data(32);
    auto p = tg::initialize<saturated>(2);
    const auto before = p;
    tg::trainer<saturated, tg::cross_entropy, tg::clip_norm<tg::adam>, 32> fit;
    data.x[7] = std::numeric_limits<float>::infinity();
    CHECK(std::isfinite(fit.step(p, data.x, data.labels)));
    CHECK(fit.state().code == tg::error::not_finite);
    CHECK(std::string_view(fit.state().message).find("the gradient of step 1 is not finite") != std::string_view::npos);
    for (std::size_t i = 0; i < p.flat().size(); ++i) REQUIRE(p.data()[i] == before.data()[i]);
    data.x[7] = 0;
    (void)fit.step(p, data.x, data.labels);
    CHECK(fit.state());
    for (const float v : p.flat()) REQUIRE(std::isfinite(v));
}

namespace {
struct root {
    template<class T>
    TYPEGRAD_INLINE constexpr T operator()(T x) const { return tg::math::sqrt(x); }
};
struct steep : tg::network<tg::input<2>, tg::dense<2>, root, tg::dense<4>> {};
}

TEST_CASE("a slope that is not finite behind a finite loss: the last layer that it reached is named") {
    const points data(4);
    tg::parameters<steep> p{};  // the root of zero has no slope
    for (float& w : p.get<2>().weight) w = 1;
    tg::trainer<steep, tg::cross_entropy, tg::sgd, 4> fit;
    CHECK(std::isfinite(fit.step(p, data.x, data.labels)));
    CHECK(std::string_view(fit.state().message).find("the last layer with such a gradient is layer 1 (function)") != std::string_view::npos);
}

namespace {
// The order in which epochs see 32 samples, each known by its loss.
struct scale : tg::network<tg::input<1>, tg::dense<1, tg::no_bias>> {};
std::vector<std::vector<int>> orders(std::uint64_t seed, int epochs) {
    float x[32];
    const float zeros[32]{};
    for (int i = 0; i < 32; ++i) x[i] = std::sqrt(static_cast<float>(i));
    tg::parameters<scale> p;
    p.flat()[0] = 1;
    tg::trainer<scale, tg::mean_squared_error, tg::sgd, 1> fit{{.learning_rate = 0}};
    fit.seed = seed;
    std::vector<std::vector<int>> seen(static_cast<std::size_t>(epochs));
    for (auto& order : seen) {
        double before = 0;
        (void)fit.epoch(p, x, std::span(zeros), [&](const tg::training_report& r) {
            const double total = r.mean_loss * static_cast<double>(r.samples_done);
            order.push_back(static_cast<int>(std::lround(total - before)));
            before = total;
        });
    }
    return seen;
}
}

TEST_CASE("epochs see every sample once, in an order that follows from the seed and the number of the epoch") {
    std::vector<int> as_they_lie(32);
    for (int i = 0; i < 32; ++i) as_they_lie[static_cast<std::size_t>(i)] = i;
    const auto one = orders(1, 2), again = orders(1, 2), other = orders(2, 1);
    CHECK(one == again);
    CHECK(one[0] != one[1]);
    CHECK(one[0] != other[0]);
    for (auto order : {one[0], one[1], other[0]}) {
        CHECK(order != as_they_lie);
        std::sort(order.begin(), order.end());
        CHECK(order == as_they_lie);
    }
}

namespace {
template<std::size_t N>
void check_epoch() {
    points data(19);
    const auto start = tg::initialize<quadrants>(2);
    auto p = start;
    static tg::trainer<quadrants, tg::cross_entropy, tg::sgd, N> still{{.learning_rate = 0}}, fit{{.learning_rate = 0.3f}}, by_hand{{.learning_rate = 0.3f}};
    CHECK(still.epoch(p, data.x, data.labels) == doctest::Approx(tg::evaluate<tg::cross_entropy>(p, data.x, data.labels).mean_loss).epsilon(1e-5));
    (void)fit.epoch(p, data.x, data.labels);
    auto q = start;
    const tg::permutation order(19, fit.seed, 0);
    for (std::uint32_t done = 0; done < 19; done += N) {
        std::vector<float> x;
        std::vector<int> labels;
        for (std::uint32_t i = done; i < 19 && i < done + N; ++i) {
            x.insert(x.end(), {data.x[2 * order(i)], data.x[2 * order(i) + 1]});
            labels.push_back(data.labels[order(i)]);
        }
        (void)by_hand.step(q, x, labels);
    }
    for (std::size_t i = 0; i < p.flat().size(); ++i) CHECK(p.data()[i] == doctest::Approx(q.data()[i]).epsilon(1e-5));
}
}

TEST_CASE("an epoch is its batches, one after the other") {
    check_epoch<1>();
    check_epoch<2>();
    check_epoch<5>();
    check_epoch<19>();
}

TEST_CASE("a step or epoch without a sample changes nothing and says so") {
    auto p = tg::initialize<quadrants>(2);
    const auto before = p;
    tg::trainer<quadrants, tg::cross_entropy, tg::sgd, 32> fit{{.learning_rate = 0.5f}};
    const std::vector<float> half_a_sample(1), sample(2);
    const std::vector<int> label(1), none;
    CHECK(std::isnan(fit.step(p, half_a_sample, label)));
    CHECK(fit.state().code == tg::error::out_of_range);
    (void)fit.step(p, sample, label);
    CHECK(fit.state());
    p = before;
    CHECK(std::isnan(fit.step(p, sample, none)));
    CHECK(!fit.state());
    CHECK(std::isnan(fit.epoch(p, half_a_sample, label)));
    CHECK(std::string_view(fit.state().message).find("no sample to learn from") != std::string_view::npos);
    CHECK(fit.steps() == 1);
    for (std::size_t i = 0; i < p.flat().size(); ++i) REQUIRE(p.data()[i] == before.data()[i]);
    const auto nothing = tg::evaluate<tg::cross_entropy>(p, half_a_sample, label);
    CHECK(std::isnan(nothing.mean_loss));
}

TEST_CASE("no more samples are read than there are") {
    points data(8);
    auto p = tg::initialize<quadrants>(2), q = p;
    tg::trainer<quadrants, tg::cross_entropy, tg::sgd, 32> fit{{.learning_rate = 0.5f}}, same{{.learning_rate = 0.5f}};
    const std::vector<float> five(data.x.begin(), data.x.begin() + 10);
    const std::vector<std::uint8_t> labels(data.labels.begin(), data.labels.begin() + 5);
    CHECK(fit.step(p, five, data.labels) == same.step(q, five, labels));
    CHECK(p.flat()[0] == q.flat()[0]);
}

namespace {
// Frozen at the front, amid others and within a list of names, in sizes that end within vectors.
struct transferred : tg::network<tg::input<4, 3, 2>, tg::freeze<tg::conv2d<3, 2>, tg::batch_norm<>, tg::prelu<3>>, tg::conv2d<5, 2>, tg::batch_norm<>, tg::flatten, tg::dense<9>, tg::tanh, tg::freeze<tg::dense<7>, tg::tanh>,
                                 tg::named<"head", tg::sequential<tg::dense<5>, tg::freeze<tg::layer_norm<>>, tg::dense<4>>>> {};

// Of each parameter and statistic, whether a step of this optimizer changed it.
template<class Optimizer>
constexpr tg::parameters<transferred> changed_by(Optimizer optimizer, int steps) {
    tg::parameters<transferred> p = tg::initialize<transferred>(3), changed;
    for (auto& v : p.flat()) v += 0.125f;  // nor must decay move what is frozen
    const auto before = p;
    tg::tensor<float, tg::shape<6, 4, 3, 2>> x;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = tg::philox{5}.uniform(i) - 0.5f;
    const int labels[] = {0, 1, 2, 3, 0, 1};
    tg::trainer<transferred, tg::cross_entropy, Optimizer, 6> fit(optimizer);
    for (int i = 0; i < steps; ++i) (void)fit.step(p, x, labels);
    for (std::size_t i = 0; i < p.total; ++i) changed.data()[i] = p.data()[i] != before.data()[i];
    return changed;
}
constexpr bool only_the_others(const tg::parameters<transferred>& changed) {
    bool right = true;
    tg::visit(changed, [&](std::string_view path, auto view) {
        const bool frozen = path.substr(0, 2) == "0." || path.substr(0, 2) == "6." || path.substr(0, 7) == "head.1.";
        for (const float v : view) right = right && (v == 0) == frozen;
    });
    return right;
}
}

TEST_CASE("what is frozen stays as it is to the bit, statistics too, whatever decays or has momentum; all else learns") {
    static_assert(transferred::parameter_count == (27 + 6 + 3) + (65 + 10) + (90 + 9) + (63 + 7) + (35 + 5) + 10 + (20 + 4));
    constexpr tg::adamw decaying{.learning_rate = 0.01f, .weight_decay = 0.3f};
    constexpr tg::sgd moving{.learning_rate = 0.05f, .momentum = 0.9f, .weight_decay = 0.1f, .nesterov = true};
    CHECK(only_the_others(changed_by(decaying, 5)));
    CHECK(only_the_others(changed_by(moving, 5)));
    CHECK(only_the_others(changed_by(tg::adam{.weight_decay = 0.1f}, 5)));
    CHECK(only_the_others(changed_by(tg::decay_where<tg::adamw>{decaying}, 5)));
    CHECK(only_the_others(changed_by(tg::clip_norm<tg::regularized<tg::sgd>>{{moving, 0.1f, 0.1f}, 0.5f}, 5)));
    CHECK(only_the_others(changed_by(tg::accumulate<tg::adamw, 2>{decaying}, 6)));
    static_assert(only_the_others(changed_by(decaying, 1)) && only_the_others(changed_by(moving, 2)));
}
