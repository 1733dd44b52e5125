#ifndef TYPEGRAD_CUDA_CORE_TF32_CUH
#define TYPEGRAD_CUDA_CORE_TF32_CUH

#include <bit>
#include <cstdint>

#include <typegrad/config.hpp>

namespace typegrad::cuda {

// A float whose mantissa ends after 10 bits: what tensor cores read of numbers of four bytes. Rounds to the nearest, ties away
// from zero, to infinity beyond the largest; keeps NaN.
struct tf32 {
    float value = 0;

    constexpr tf32() = default;
    TYPEGRAD_INLINE constexpr explicit tf32(float v) : value(rounded(v)) {}
    TYPEGRAD_INLINE constexpr operator float() const { return value; }

private:
    TYPEGRAD_INLINE static constexpr float rounded(float v) {
        const std::uint32_t u = std::bit_cast<std::uint32_t>(v);
        if ((u & 0x7FFFFFFF) > 0x7F800000) return std::bit_cast<float>((u | 0x400000) & 0xFFFFE000);
        return std::bit_cast<float>((u + 0x1000) & 0xFFFFE000);
    }
};

}

#endif
