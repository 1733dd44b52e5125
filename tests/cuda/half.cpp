#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include <typegrad/core/half.cuh>

using typegrad::cuda::half;

namespace {
half of_bits(unsigned bits) {
    half h;
    h.bits = static_cast<std::uint16_t>(bits);
    return h;
}
}

TEST_CASE("the value of a half is sign 2^(exponent - 15) (1 + mantissa / 1024)") {
    for (unsigned b = 0; b < 0x7C00; ++b) {
        const int exponent = static_cast<int>(b >> 10);
        const double expected = exponent ? std::ldexp(1024.0 + (b & 0x3FF), exponent - 25) : std::ldexp(b & 0x3FF, -24);
        REQUIRE(static_cast<double>(of_bits(b)) == expected);
        REQUIRE(static_cast<double>(of_bits(b | 0x8000)) == -expected);
    }
    CHECK(std::isinf(of_bits(0x7C00)));
    CHECK(std::isnan(of_bits(0x7C01)));
    CHECK(std::isnan(of_bits(0xFE00)));
}

TEST_CASE("rounds to the nearest, ties to even, from a float just below, at and above the middle of any two") {
    for (unsigned b = 0; b < 0x7C00; ++b) {
        const float low = of_bits(b), high = b == 0x7BFF ? 65536.0f : static_cast<float>(of_bits(b + 1)), middle = low + (high - low) / 2;
        REQUIRE(half(low).bits == b);
        REQUIRE(half(std::nextafter(middle, 0.0f)).bits == b);
        REQUIRE(half(std::nextafter(middle, 1e9f)).bits == b + 1);
        REQUIRE(half(middle).bits == (b % 2 ? b + 1 : b));
        REQUIRE(half(-middle).bits == ((b % 2 ? b + 1 : b) | 0x8000));
    }
    CHECK(half(1e30f).bits == 0x7C00);
    CHECK(half(-HUGE_VALF).bits == 0xFC00);
    CHECK(std::isnan(half(NAN)));
    CHECK(std::isnan(half(std::bit_cast<float>(0x7F800001u))));
    static_assert(half(1.0f).bits == 0x3C00 && static_cast<float>(half(-0.5f)) == -0.5f);
}
