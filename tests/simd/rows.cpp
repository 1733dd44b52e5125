#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <typegrad/core/shape.hpp>
#include <typegrad/simd/math.hpp>
#include <typegrad/simd/rows.hpp>

namespace tg = typegrad;
namespace simd = typegrad::simd;

namespace {
constexpr std::size_t lanes = static_cast<std::size_t>(simd::lanes<float>);
using samples = simd::batch<float, simd::lanes<float>>;

template<class V, std::size_t N>
struct dense {
    static constexpr tg::layout value = tg::dense_layout<tg::shape<N>>(simd::lanes_in<V>);
};
template<class V, std::size_t N, class T>
using row_field = simd::field<V, dense<V, N>, T>;

// A row between NaNs, at an odd address: who reads beside it gets NaN, who writes beside it is found out.
struct numbers {
    static constexpr std::size_t margin = 4 * lanes + 1;
    std::vector<float> memory;
    numbers(std::size_t n, int seed) : memory(n + 2 * margin, std::numeric_limits<float>::quiet_NaN()) {
        for (std::size_t i = 0; i < n; ++i) (*this)[i] = static_cast<float>((static_cast<int>(i) * 37 + seed * 11) % 101 - 90) / 8;
    }
    float* data() { return memory.data() + margin; }
    float& operator[](std::size_t i) { return memory[margin + i]; }
    bool intact() const {
        auto nan = [](float x) { return x != x; };
        return std::all_of(memory.begin(), memory.begin() + margin, nan) && std::all_of(memory.end() - margin, memory.end(), nan);
    }
};

// Every function on a row of N against loops over its numbers, `unit` of which make an element.
template<class V, std::size_t N>
void check_rows() {
    CAPTURE(N);
    constexpr std::size_t unit = static_cast<std::size_t>(simd::lanes_in<V>);
    numbers x(N * unit, 1), z(N * unit, 2), y(N * unit, 3), p(N, 4), dp(N, 5);
    numbers dp0 = dp;
    const auto in = row_field<V, N, const float>{x.data()}.row(0), other = row_field<V, N, const float>{z.data()}.row(0);
    const auto out = row_field<V, N, float>{y.data()}.row(0);
    const auto weight = simd::parameters_along<V>(static_cast<const float*>(p.data()));

    const V two(2);
    simd::map<N>(out, [&](auto a, auto b, auto w) { return a * w + two * b; }, in, other, weight);
    for (std::size_t i = 0; i < N * unit; ++i) CHECK(y[i] == x[i] * p[i / unit] + 2 * z[i]);
    simd::map<N>(out, [](auto a) { return a + 1; }, out);
    for (std::size_t i = 0; i < N * unit; ++i) CHECK(y[i] == x[i] * p[i / unit] + 2 * z[i] + 1);
    simd::along<N, V>([&](auto at) { at.add(out, at.load(in)); });
    for (std::size_t i = 0; i < N * unit; ++i) CHECK(y[i] == x[i] * p[i / unit] + 2 * z[i] + 1 + x[i]);

    V sum = simd::sum_of<N>([](auto a, auto w) { return a * w + 3; }, in, weight);
    V top = simd::largest_of<N>([](auto a) { return a - 5; }, in);
    for (std::size_t s = 0; s < unit; ++s) {
        double want = 0;
        float most = x[s];
        for (std::size_t i = 0; i < N; ++i) {
            want += static_cast<double>(x[i * unit + s]) * static_cast<double>(p[i]) + 3;
            most = std::max(most, x[i * unit + s]);
        }
        float got_sum = 0, got_top = 0;
        if constexpr (std::is_same_v<V, float>) got_sum = sum, got_top = top;
        else got_sum = sum[static_cast<int>(s)], got_top = top[static_cast<int>(s)];
        CHECK(std::fabs(static_cast<double>(got_sum) - want) <= 1e-4 * static_cast<double>(N));
        CHECK(got_top == most - 5);
    }

    simd::add_sums<N>(dp.data(), [](auto a, auto w) { return a + w; }, in, weight);
    for (std::size_t i = 0; i < N; ++i) {
        double want = static_cast<double>(dp0[i]);
        for (std::size_t s = 0; s < unit; ++s) want += static_cast<double>(x[i * unit + s] + p[i]);
        CHECK(std::fabs(static_cast<double>(dp[i]) - want) <= 1e-5 * static_cast<double>(unit) * 10);
    }
    CHECK((x.intact() && z.intact() && y.intact() && p.intact() && dp.intact()));
}
}

TEST_CASE("rows: of the numbers of one sample, at every size around the vector width") {
    [&]<std::size_t... I>(std::index_sequence<I...>) { (check_rows<float, I + 1>(), ...); }(std::make_index_sequence<2 * lanes + 1>{});
    check_rows<float, 4 * lanes>();
    check_rows<float, 9 * lanes + 3>();
}

TEST_CASE("rows: of batches of samples") {
    [&]<std::size_t... I>(std::index_sequence<I...>) { (check_rows<samples, I + 1>(), ...); }(std::make_index_sequence<2 * lanes + 1>{});
}

namespace {
constexpr float in_a_constant() {
    float x[5] = {1, -2, 3, 5, -4}, y[5] = {}, dp[5] = {};
    const auto in = row_field<float, 5, const float>{x}.row(0);
    simd::map<5>(row_field<float, 5, float>{y}.row(0), [](auto a) { return a * a; }, in);
    simd::add_sums<5>(dp, [](auto a) { return a + 1; }, in);
    return simd::sum_of<5>([](auto a, auto b) { return a + b; }, in, row_field<float, 5, const float>{y}.row(0)) + 100 * simd::largest_of<5>([](auto a) { return a; }, in) + 1000 * dp[3];
}
constexpr double in_double() {
    const double x[3] = {1, 0.1, 3};
    return simd::sum_of<3>([](auto a) { return a; }, row_field<double, 3, const double>{x}.row(0));
}
}

TEST_CASE("rows: constant evaluation, and double") {
    static_assert(in_a_constant() == 58 + 500 + 6000);
    static_assert(in_double() == (1 + 3.0) + 0.1 || in_double() == 1 + 0.1 + 3.0);
}

namespace {
struct bordered {
    static constexpr tg::layout value = [] {
        tg::layout l = tg::dense_layout<tg::shape<2, 3, 4>>();
        l.before[1] = l.after[1] = 1;
        l.pack();
        return l;
    }();
};
}

TEST_CASE("field: rows of borders and places") {
    float x[2 * 5 * 4];
    for (int i = 0; i < 40; ++i) x[i] = static_cast<float>(i);
    const simd::field<float, bordered, float> with{x};
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            const std::size_t place[] = {i, j, 0};
            CHECK(with.row(3 * i + j).load(2) == static_cast<float>((i * 5 + j + 1) * 4 + 2));
            CHECK(with.at(place).from(1).load(2) == static_cast<float>((i * 5 + j + 1) * 4 + 3));
        }
}
