#ifndef TYPEGRAD_CUDA_TRAIN_SLOPE_SCALE_CUH
#define TYPEGRAD_CUDA_TRAIN_SLOPE_SCALE_CUH

#include <bit>
#include <cstdint>
#include <type_traits>

#include <typegrad/config.hpp>

#include "../core/half.cuh"

// Slopes of a mean over many samples are small, and half has nothing below 2^-24: where numbers are half, all slopes are
// multiplied by a power of two that makes of a sample's share a number from 16 to 32, and gradients divided by it where they
// are sums in float. Neither rounds anything. A slope of one sample's loss beyond 2047 becomes infinite, and changes nothing.
namespace typegrad::cuda {

template<class T>
inline constexpr bool scales_slopes = std::is_same_v<T, half>;

template<class T>
TYPEGRAD_DEVICE constexpr float slope_scale(float share) {
    if constexpr (!scales_slopes<T>) {
        return 1;
    } else {
        const std::uint32_t exponent = std::bit_cast<std::uint32_t>(share) >> 23 & 0xFF;
        return std::bit_cast<float>((258 - (exponent < 64 ? 64 : exponent)) << 23);
    }
}
// One over it.
template<class T>
TYPEGRAD_DEVICE constexpr float gradient_scale(float share) {
    return std::bit_cast<float>((254u << 23) - std::bit_cast<std::uint32_t>(slope_scale<T>(share)));
}

}

#endif
