#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;
using tg::simd::batch;

namespace {
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
constexpr int most = tg::simd::lanes<float>;

// f<Lanes>() for every number of lanes that this machine has.
template<class F, int Lanes = 1>
void for_each_width(F f) {
    f.template operator()<Lanes>();
    if constexpr (2 * Lanes <= most) for_each_width<F, 2 * Lanes>(f);
}

// Exactly the first Count numbers, wherever they begin; what is beside them is left alone.
template<int Lanes, int Count>
void check_first() {
    using V = batch<float, Lanes>;
    float from[2 * Lanes + 1], to[2 * Lanes + 1];
    for (int i = 0; i < 2 * Lanes + 1; ++i) from[i] = i < Count + 1 && i > 0 ? static_cast<float>(i) : not_a_number, to[i] = -1;
    const V v = V::template load_first<Count>(from + 1);
    for (int i = 0; i < Lanes; ++i) CHECK(v[i] == (i < Count ? static_cast<float>(i + 1) : 0.0f));
    V(7).template store_first<Count>(to + 1);
    for (int i = 0; i < 2 * Lanes + 1; ++i) CHECK(to[i] == (i >= 1 && i < Count + 1 ? 7.0f : -1.0f));
}
template<int Lanes>
struct numbers {
    float at[Lanes];
    explicit numbers(std::uint64_t seed) {
        for (int i = 0; i < Lanes; ++i) at[i] = tg::philox{seed}.uniform(static_cast<std::uint64_t>(i)) - 0.5f;
    }
    batch<float, Lanes> batch_of() const { return batch<float, Lanes>::load(at); }
};
}

TEST_CASE("batch: the first lanes of every length") {
    for_each_width([]<int Lanes>() {
        [&]<int... Count>(std::integer_sequence<int, Count...>) { (check_first<Lanes, Count + 1>(), ...); }(std::make_integer_sequence<int, Lanes>{});
    });
}

TEST_CASE("batch: arithmetic and choices are those of numbers, lane by lane") {
    for_each_width([]<int Lanes>() {
        numbers<Lanes> a(1), b(2);
        a.at[0] = b.at[0];  // and of equals
        const auto x = a.batch_of(), y = b.batch_of();
        for (int i = 0; i < Lanes; ++i) {
            CHECK((x + y)[i] == a.at[i] + b.at[i]);
            CHECK((x - y)[i] == a.at[i] - b.at[i]);
            CHECK((x * y)[i] == a.at[i] * b.at[i]);
            CHECK((x / y)[i] == a.at[i] / b.at[i]);
            CHECK((-x)[i] == -a.at[i]);
            CHECK(tg::math::abs(x)[i] == std::fabs(a.at[i]));
            CHECK(tg::math::max(x, y)[i] == std::fmax(a.at[i], b.at[i]));
            CHECK(tg::math::min(x, y)[i] == std::fmin(a.at[i], b.at[i]));
            CHECK(tg::math::sqrt(x * x)[i] == std::sqrt(a.at[i] * a.at[i]));
            CHECK(select(x < y, x, y)[i] == (a.at[i] < b.at[i] ? a.at[i] : b.at[i]));
            CHECK(select(x <= y, x, y)[i] == (a.at[i] <= b.at[i] ? a.at[i] : b.at[i]));
            CHECK(select(x == y, x, -y)[i] == (a.at[i] == b.at[i] ? a.at[i] : -b.at[i]));
        }
    });
}

TEST_CASE("batch: NaN and the zeros") {
    for_each_width([]<int Lanes>() {
        using V = batch<float, Lanes>;
        CHECK(tg::math::max(V(not_a_number), V(1))[0] == 1);
        CHECK(std::isnan(tg::math::max(V(1), V(not_a_number))[Lanes - 1]));
        CHECK(tg::math::min(V(not_a_number), V(1))[0] == 1);
        CHECK(std::isnan(tg::math::maximum(V(not_a_number), V(1))[0]));
        CHECK(std::isnan(tg::math::maximum(V(1), V(not_a_number))[Lanes - 1]));
        CHECK(tg::math::maximum(V(1), V(2))[0] == 2);
        CHECK(std::signbit(V(-0.0f)[Lanes - 1]));
        const float minus = -0.0f;
        CHECK(std::signbit(V::splat(&minus)[0]));
    });
}

TEST_CASE("batch: bytes and halves of words are read, and bytes written") {
    for_each_width([]<int Lanes>() {
        using V = batch<float, Lanes>;
        std::uint8_t bytes[Lanes + 2], back[Lanes + 2];
        tg::bf16 halves[2 * Lanes];
        for (int i = 0; i < Lanes + 2; ++i) bytes[i] = static_cast<std::uint8_t>(255 - 3 * i), back[i] = 9;
        for (int i = 0; i < 2 * Lanes; ++i) halves[i] = tg::bf16(static_cast<float>(i) - 3.5f);
        const V v = V::load(bytes + 1), low = V::load(halves);
        for (int i = 0; i < Lanes; ++i) {
            CHECK(v[i] == static_cast<float>(bytes[i + 1]));
            CHECK(low[i] == static_cast<float>(halves[i]));
        }
        tg::simd::store_bytes<Lanes>(v, back + 1);
        for (int i = 0; i < Lanes + 2; ++i) CHECK(back[i] == (i >= 1 && i <= Lanes ? bytes[i] : 9));
    });
}

TEST_CASE("batch: sums of lanes, and rows that become columns") {
    for_each_width([]<int Lanes>() {
        using V = batch<float, Lanes>;
        V rows[Lanes], sums[Lanes];
        for (int r = 0; r < Lanes; ++r) {
            float row[Lanes];
            for (int c = 0; c < Lanes; ++c) row[c] = static_cast<float>(Lanes * r + c);
            sums[r] = rows[r] = V::load(row);
        }
        const V totals = tg::simd::sum_lanes<Lanes>(sums);
        tg::simd::transpose(rows);
        for (int r = 0; r < Lanes; ++r) {
            CHECK(totals[r] == static_cast<float>(Lanes * Lanes * r + Lanes * (Lanes - 1) / 2));
            CHECK(tg::simd::sum(sums[r]) == totals[r]);
            for (int c = 0; c < Lanes; ++c) CHECK(rows[r][c] == static_cast<float>(Lanes * c + r));
        }
    });
}
