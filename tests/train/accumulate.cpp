#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<2>, tg::dense<16>, tg::relu, tg::dense<4>> {};
struct points {
    std::vector<float> x;
    std::vector<std::uint8_t> labels;
    explicit points(std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            const float a = tg::philox{4}.uniform(2 * i) - 0.5f, b = tg::philox{4}.uniform(2 * i + 1) - 0.5f;
            x.insert(x.end(), {a, b});
            labels.push_back(static_cast<std::uint8_t>((a > 0) + 2 * (b > 0)));
        }
    }
};
}

TEST_CASE("four batches of 8 are one of 32") {
    const points data(96);
    for (const tg::reduction how : {tg::reduction::mean, tg::reduction::sum}) {
        auto p = tg::initialize<net>(2), q = p;
        const tg::cross_entropy loss{.reduction = how};
        tg::trainer<net, tg::cross_entropy, tg::clip_norm<tg::accumulate<tg::adam, 4>>, 8> parts{{{{.learning_rate = 0.01f}}, 0.1f}, loss};
        tg::trainer<net, tg::cross_entropy, tg::clip_norm<tg::adam>, 32> whole{{{.learning_rate = 0.01f}, 0.1f}, loss};
        for (std::size_t at = 0; at < 96; at += 8) {
            const auto before = p;
            (void)parts.step(p, std::span(data.x).subspan(2 * at, 16), std::span(data.labels).subspan(at, 8));
            if (at % 32 != 24) REQUIRE(std::equal(p.flat().begin(), p.flat().end(), before.flat().begin()));
            else (void)whole.step(q, std::span(data.x).subspan(2 * (at - 24), 64), std::span(data.labels).subspan(at - 24, 32));
        }
        CHECK(parts.steps() == 3);
        for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(p.data()[i] == doctest::Approx(q.data()[i]).epsilon(1e-4));
    }
}

TEST_CASE("a step that is refused begins anew") {
    points data(32);
    auto p = tg::initialize<net>(2), q = p;
    tg::trainer<net, tg::cross_entropy, tg::accumulate<tg::sgd, 2>, 32> parts;
    tg::trainer<net, tg::cross_entropy, tg::sgd, 32> whole;
    (void)parts.step(p, data.x, data.labels);
    data.labels[0] = 9;
    CHECK(std::isnan(parts.step(p, data.x, data.labels)));
    CHECK(!parts.state());
    data.labels[0] = 0;
    (void)parts.step(p, data.x, data.labels);
    CHECK(parts.steps() == 0);
    (void)parts.step(p, data.x, data.labels);
    CHECK(parts.steps() == 1);
    data.labels[0] = 9;
    CHECK(std::isnan(parts.step(p, data.x, data.labels)));
    data.labels[0] = 0;
    (void)parts.step(p, data.x, data.labels);
    CHECK(parts.steps() == 1);
    (void)parts.step(p, data.x, data.labels);
    CHECK(parts.steps() == 2);
    for (int i = 0; i < 2; ++i) (void)whole.step(q, data.x, data.labels);
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(p.data()[i] == doctest::Approx(q.data()[i]).epsilon(1e-5));
}

TEST_CASE("while compiling") {
    struct small : tg::network<tg::input<1>, tg::dense<1, tg::no_bias>> {};
    constexpr auto weight = [](int steps) {
        constexpr float one[1] = {1}, towards[1] = {2};
        tg::parameters<small> p;
        tg::trainer<small, tg::mean_squared_error, tg::accumulate<tg::sgd, 2>> fit{{{.learning_rate = 0.25f}}};
        for (int i = 0; i < steps; ++i) (void)fit.step(p, one, std::span(towards));
        return p.data()[0];
    };
    static_assert(weight(1) == 0 && weight(2) == 1 && weight(3) == 1 && weight(4) == 1.5f);
}
