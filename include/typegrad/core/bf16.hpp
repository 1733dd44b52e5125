#ifndef TYPEGRAD_CORE_BF16_HPP
#define TYPEGRAD_CORE_BF16_HPP

#include <bit>
#include <cstdint>

#include "../config.hpp"
namespace typegrad {

// The upper half of a float: 8 bits of exponent, 7 of mantissa. Rounds to nearest even; keeps infinities and NaN.
struct bf16 {
    std::uint16_t bits = 0;

    constexpr bf16() = default;
    TYPEGRAD_INLINE constexpr explicit bf16(float value) {
        const std::uint32_t u = std::bit_cast<std::uint32_t>(value);
        const bool nan = (u & 0x7FFFFFFF) > 0x7F800000;
        bits = static_cast<std::uint16_t>(nan ? (u >> 16) | 0x40 : (u + 0x7FFF + ((u >> 16) & 1)) >> 16);
    }
    TYPEGRAD_INLINE constexpr operator float() const { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }
};

}

#endif
