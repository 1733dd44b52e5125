#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>

#include <typegrad/core/bf16.hpp>

using typegrad::bf16;

TEST_CASE("rounds to the nearest, ties to even") {
    static_assert(bf16(1.0f).bits == 0x3F80 && static_cast<float>(bf16(1.0f)) == 1.0f);
    static_assert(bf16(1.0f + 0x1p-8f).bits == 0x3F80);           // halfway: to even
    static_assert(bf16(1.0f + 0x1p-7f + 0x1p-8f).bits == 0x3F82);  // halfway: to even, upwards
    static_assert(bf16(1.0f + 0x1p-8f + 0x1p-20f).bits == 0x3F81);
    CHECK(std::isinf(static_cast<float>(bf16(std::numeric_limits<float>::infinity()))));
    CHECK(std::isinf(static_cast<float>(bf16(std::numeric_limits<float>::max()))));
    CHECK(std::isnan(static_cast<float>(bf16(std::numeric_limits<float>::quiet_NaN()))));
    CHECK(std::isnan(static_cast<float>(bf16(std::bit_cast<float>(0x7F800001u)))));
    for (unsigned b = 0; b < 0x7F80; ++b) CHECK(bf16(std::bit_cast<float>(b << 16)).bits == b);
}
