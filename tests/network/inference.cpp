#include <doctest/doctest.h>

#include <concepts>
#include <cstdint>
#include <span>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<5>, tg::dense<7>, tg::relu, tg::dense<3>> {};

std::vector<float> samples(std::size_t n) {
    std::vector<float> x(5 * n);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = tg::philox{2}.uniform(i) - 0.5f;
    return x;
}
}

TEST_CASE("inference: up to as many samples as it has room for, each as if it were alone") {
    const auto p = tg::initialize<net>(1);
    constexpr std::size_t room = 2 * static_cast<std::size_t>(tg::simd::lanes<float>) + 3;
    tg::inference<net> one{p};
    tg::inference<net, room> run{p};
    const auto x = samples(room + 4);
    for (std::size_t n = 1; n <= room + 2; ++n) {
        const auto& ys = run(x.data(), n);
        for (std::size_t i = 0; i < n && i < room; ++i)
            for (std::size_t k = 0; k < 3; ++k) CHECK(ys(i, k) == doctest::Approx(one(x.data() + 5 * i)[k]).epsilon(1e-6));
    }
}

TEST_CASE("inference: from a pointer, a span, a vector, a tensor, a view; no more is read than they hold") {
    const auto p = tg::initialize<net>(1);
    tg::inference<net, 4> run{p};
    const auto x = samples(4);
    tg::tensor<float, tg::shape<4, 5>> t;
    for (std::size_t i = 0; i < 20; ++i) t[i] = x[i];
    const auto y = run(x.data());
    CHECK(run(x) == y);
    CHECK(run(std::span<const float>(x)) == y);
    CHECK(run(t) == y);
    CHECK(run(tg::view<const float, tg::shape<4, 5>>(x.data())) == y);
    std::vector<float> three(x.begin(), x.begin() + 19);  // and most of a fourth
    const auto& ys = run(three);
    for (std::size_t i = 0; i < 9; ++i) CHECK(ys[i] == y[i]);
}

TEST_CASE("inference: parameters are read at every call, and those about to go are refused") {
    auto p = tg::initialize<net>(1);
    tg::inference run{p};
    static_assert(std::same_as<decltype(run), tg::inference<net>>);
    const auto x = samples(1);
    const auto before = run(x);
    for (float& b : p.get<2>().bias) b += 1;
    for (std::size_t k = 0; k < 3; ++k) CHECK(run(x)[k] == doctest::Approx(before[k] + 1).epsilon(1e-6));
    static_assert(!std::constructible_from<tg::inference<net>, tg::parameters<net>> && !std::constructible_from<tg::inference<net>, const tg::parameters<net>>);
    static_assert(std::constructible_from<tg::inference<net>, tg::parameters_view<net>>);
    static_assert(!std::copy_constructible<tg::inference<net>> && !std::assignable_from<tg::inference<net>&, const tg::inference<net>&>);
}

TEST_CASE("inference: its size is its workspace, its result and a pointer") {
    using run = tg::inference<net, 16>;
    static_assert(run::capacity == 16 && std::same_as<run::result, tg::tensor<float, tg::shape<16, 3>>>);
    static_assert(std::same_as<tg::inference<net>::result, tg::tensor<float, tg::shape<3>>>);
    static_assert(sizeof(run) >= run::workspace_bytes + sizeof(run::result) + sizeof(float*) && sizeof(run) < run::workspace_bytes + sizeof(run::result) + sizeof(float*) + 3 * 64);
    const auto p = tg::initialize<net>(1);
    run r{p};
    CHECK(reinterpret_cast<std::uintptr_t>(r(samples(1)).data()) % 64 == 0);
}
