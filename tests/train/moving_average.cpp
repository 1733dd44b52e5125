#include <doctest/doctest.h>

#include <span>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3>, tg::dense<19>> {};
constexpr float samples[6] = {1, 2, -1, 0.5f, 0, 1};
constexpr std::uint8_t labels[2] = {0, 1};
}

TEST_CASE("it follows a training, number by number") {
    auto p = tg::initialize<net>(1);
    tg::moving_average<net> average{.decay = 0.75f};
    average.update(p);
    for (std::size_t i = 0; i < net::parameter_count; ++i) REQUIRE(average.p.data()[i] == p.data()[i]);
    double expected[net::parameter_count];
    for (std::size_t i = 0; i < net::parameter_count; ++i) expected[i] = static_cast<double>(p.data()[i]);
    tg::trainer<net, tg::cross_entropy, tg::sgd, 2> fit{{.learning_rate = 1}};
    for (int e = 0; e < 10; ++e)
        (void)fit.epoch(p, samples, std::span(labels), [&](const tg::training_report&) {
            average.update(p);
            for (std::size_t i = 0; i < net::parameter_count; ++i) expected[i] = 0.75 * expected[i] + 0.25 * static_cast<double>(p.data()[i]);
        });
    CHECK(average.updates == 11);
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(average.p.data()[i] == doctest::Approx(expected[i]).epsilon(1e-5));
    CHECK(tg::evaluate<tg::cross_entropy>(average.p, samples, std::span(labels)).mean_loss > tg::evaluate<tg::cross_entropy>(p, samples, std::span(labels)).mean_loss);
}

namespace {
constexpr float constant() {
    tg::parameters<net> p;
    tg::moving_average<net> average{.decay = 0.5f};
    for (int i = 1; i < 4; ++i) {
        for (auto& v : p.flat()) v = static_cast<float>(i);
        average.update(p);
    }
    return average.p.data()[net::parameter_count - 1];
}
}
TEST_CASE("in a constant expression") { static_assert(constant() == 2.25f); }

TEST_CASE("statistics are those of the newest") {
    struct normed : tg::network<tg::input<3>, tg::batch_norm<>, tg::dense<2>> {};
    auto p = tg::initialize<normed>(1);
    tg::moving_average<normed> average;
    for (int i = 0; i < 2; ++i) {
        for (auto& v : p.statistics()) v += 0.5f;
        average.update(p);
        for (std::size_t s = 0; s < p.statistics().size(); ++s) CHECK(average.p.statistics()[s] == p.statistics()[s]);
    }
}
