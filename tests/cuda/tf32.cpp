#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>

#include <typegrad/core/tf32.cuh>

using typegrad::cuda::tf32;

TEST_CASE("ten bits of mantissa, rounded to the nearest, ties away from zero") {
    for (const float scale : {0x1p-130f, 0x1p-20f, 1.0f, 0x1p100f})
        for (int m = 1024; m < 2048; ++m) {
            const float low = scale * static_cast<float>(m), high = scale * static_cast<float>(m + 1), middle = low + (high - low) / 2;
            REQUIRE(tf32(low) == low);
            REQUIRE(tf32(std::nextafter(middle, 0.0f)) == low);
            REQUIRE(tf32(middle) == high);
            REQUIRE(tf32(-middle) == -high);
            REQUIRE(tf32(std::nextafter(middle, HUGE_VALF)) == high);
        }
    CHECK(std::isinf(tf32(3.4028235e38f)));
    CHECK(tf32(-HUGE_VALF) == -HUGE_VALF);
    for (const std::uint32_t bits : {0x7F800001u, 0x7FFFFFFFu, 0xFFFFFFFFu}) CHECK(std::isnan(tf32(std::bit_cast<float>(bits))));
    static_assert(tf32(0.0f) == 0 && tf32(-0.5f) == -0.5f);
}
