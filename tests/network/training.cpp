#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3>, tg::dense<5>, tg::tanh, tg::dense<2>> {};

std::vector<float> numbers(std::size_t n, std::uint64_t seed) {
    std::vector<float> v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = tg::philox{seed, 0}.uniform(i) - 0.5f;
    return v;
}
}

TEST_CASE("no pass refers to parameters that are about to go") {
    static_assert(std::is_constructible_v<tg::training<net>, const tg::parameters<net>&>);
    static_assert(!std::is_constructible_v<tg::training<net>, tg::parameters<net>> && !std::is_constructible_v<tg::training<net>, const tg::parameters<net>>);
    static_assert(!std::is_constructible_v<tg::inference<net>, tg::parameters<net>> && !std::is_constructible_v<tg::inference<net>, const tg::parameters<net>>);
}

TEST_CASE("gradients of fewer samples than went forward: the others have none") {
    const auto p = tg::initialize<net>(2);
    tg::training<net, 20> pass{p};
    for (const std::size_t given : {std::size_t{0}, std::size_t{1}, std::size_t{17}, std::size_t{20}}) {
        const auto xs = numbers(60, 1), few = numbers(2 * given, 2);  // no number more than that
        std::vector<float> all(40, 0.0f);
        std::copy(few.begin(), few.end(), all.begin());
        tg::parameters<net> expected, dp;
        (void)pass.forward(xs);
        const auto dx = pass.backward(all, expected);
        (void)pass.forward(xs);
        const auto& same = pass.backward(few, dp);
        for (std::size_t i = 0; i < net::parameter_count; ++i) REQUIRE(dp.data()[i] == expected.data()[i]);
        for (std::size_t i = 0; i < dx.size(); ++i) REQUIRE(same[i] == dx[i]);
        CHECK((given == 0) == (dp.data()[0] == 0));
    }
}
