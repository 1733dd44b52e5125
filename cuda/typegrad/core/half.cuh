#ifndef TYPEGRAD_CUDA_CORE_HALF_CUH
#define TYPEGRAD_CUDA_CORE_HALF_CUH

#include <bit>
#include <cstdint>

#include <typegrad/config.hpp>

namespace typegrad::cuda {

// IEEE 754 binary16: 5 bits of exponent, 10 of mantissa. Rounds to nearest even, to infinity from 65520 on; keeps NaN.
struct half {
    std::uint16_t bits = 0;

    constexpr half() = default;
    TYPEGRAD_INLINE constexpr explicit half(float value) {
        const std::uint32_t u = std::bit_cast<std::uint32_t>(value), magnitude = u & 0x7FFFFFFF;
        const auto sign = static_cast<std::uint16_t>(u >> 16 & 0x8000);
        if (magnitude > 0x7F800000) bits = sign | 0x7E00;
        else if (magnitude >= 0x477FF000) bits = sign | 0x7C00;
        else if (magnitude >= 0x38800000) bits = static_cast<std::uint16_t>(sign | rounded(magnitude - 0x38000000, 13));
        else if (magnitude >= 0x33000000) bits = static_cast<std::uint16_t>(sign | rounded((magnitude & 0x7FFFFF) | 0x800000, 126 - (magnitude >> 23)));
        else bits = sign;
    }
    TYPEGRAD_INLINE constexpr operator float() const {
        const std::uint32_t sign = std::uint32_t{bits} >> 15 << 31, exponent = bits >> 10 & 0x1F, mantissa = bits & 0x3FF;
        if (exponent == 0x1F) return std::bit_cast<float>(sign | 0x7F800000 | mantissa << 13);
        if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | mantissa << 13);
        const float small = static_cast<float>(mantissa) * 0x1p-24f;
        return sign ? -small : small;
    }

private:
    static constexpr std::uint32_t rounded(std::uint32_t u, std::uint32_t drop) { return (u + (1u << (drop - 1)) - 1 + (u >> drop & 1)) >> drop; }
};

}

#endif
