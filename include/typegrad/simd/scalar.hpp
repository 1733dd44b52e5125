#ifndef TYPEGRAD_SIMD_SCALAR_HPP
#define TYPEGRAD_SIMD_SCALAR_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "../config.hpp"
#include "../core/bf16.hpp"

// The operations of a batch on plain numbers, so that one generic function serves a scalar, a batch and a constant.
namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {

template<class T>
concept number = std::is_arithmetic_v<T>;

template<number T>
TYPEGRAD_INLINE constexpr T select(bool mask, T a, std::type_identity_t<T> b) { return mask ? a : b; }
// As on the vector units: the second operand where either is NaN.
template<number T>
TYPEGRAD_INLINE constexpr T max(T a, std::type_identity_t<T> b) { return a > b ? a : b; }
template<number T>
TYPEGRAD_INLINE constexpr T min(T a, std::type_identity_t<T> b) { return a < b ? a : b; }
template<number T>
TYPEGRAD_INLINE constexpr T abs(T x) {
    if constexpr (std::is_same_v<T, float>) return std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) & 0x7FFFFFFFu);
    else if constexpr (std::is_same_v<T, double>) return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & ~(std::uint64_t{1} << 63));
    else return x < T{0} ? static_cast<T>(-x) : x;
}
// a * b + c; fused where the machine does that.
template<number T>
TYPEGRAD_INLINE constexpr T fma(T a, std::type_identity_t<T> b, std::type_identity_t<T> c) { return a * b + c; }
// The same bits read as another type.
template<class To, number T>
TYPEGRAD_INLINE constexpr To as(T x) { return std::bit_cast<To>(x); }

namespace detail {
template<class V>
struct scalar_of {
    using type = V;
};
}
// The element type of a batch; a number's own type.
template<class V>
using scalar_of = typename detail::scalar_of<V>::type;

template<class T, int Lanes>
struct batch;

// One lane: the batch of a machine without vectors, and usable in constant evaluation.
template<class T>
struct batch<T, 1> {
    using scalar = T;
    static constexpr int lanes = 1;
    T value{};

    batch() = default;
    template<class N>
        requires std::is_arithmetic_v<N>
    TYPEGRAD_INLINE constexpr batch(N x) : value(static_cast<T>(x)) {}

    template<class U>
    TYPEGRAD_INLINE static constexpr batch load(const U* p) { return static_cast<T>(*p); }
    template<class U>
    TYPEGRAD_INLINE static constexpr batch splat(const U* p) { return static_cast<T>(*p); }
    template<int Count, class U>
    TYPEGRAD_INLINE static constexpr batch load_first(const U* p) { return static_cast<T>(*p); }
    template<int Upper>
    TYPEGRAD_INLINE static constexpr batch load_half(const bf16* p) { return static_cast<T>(p[Upper]); }
    TYPEGRAD_INLINE constexpr void store(T* p) const { *p = value; }
    template<int Count>
    TYPEGRAD_INLINE constexpr void store_first(T* p) const { *p = value; }
    TYPEGRAD_INLINE constexpr T operator[](int) const { return value; }

    TYPEGRAD_INLINE friend constexpr batch operator+(batch a, batch b) { return static_cast<T>(a.value + b.value); }
    TYPEGRAD_INLINE friend constexpr batch operator-(batch a, batch b) { return static_cast<T>(a.value - b.value); }
    TYPEGRAD_INLINE friend constexpr batch operator*(batch a, batch b) { return static_cast<T>(a.value * b.value); }
    TYPEGRAD_INLINE friend constexpr batch operator/(batch a, batch b) { return static_cast<T>(a.value / b.value); }
    TYPEGRAD_INLINE friend constexpr batch operator-(batch a) { return static_cast<T>(-a.value); }
    TYPEGRAD_INLINE friend constexpr batch operator&(batch a, batch b) { return static_cast<T>(a.value & b.value); }
    TYPEGRAD_INLINE friend constexpr batch operator|(batch a, batch b) { return static_cast<T>(a.value | b.value); }
    TYPEGRAD_INLINE friend constexpr batch operator<<(batch a, int n) { return static_cast<T>(a.value << n); }
    TYPEGRAD_INLINE friend constexpr batch operator>>(batch a, int n) { return static_cast<T>(a.value >> n); }
    TYPEGRAD_INLINE constexpr batch& operator+=(batch b) { return *this = *this + b; }
    TYPEGRAD_INLINE constexpr batch& operator-=(batch b) { return *this = *this - b; }
    TYPEGRAD_INLINE constexpr batch& operator*=(batch b) { return *this = *this * b; }
    TYPEGRAD_INLINE friend constexpr bool operator<(batch a, batch b) { return a.value < b.value; }
    TYPEGRAD_INLINE friend constexpr bool operator>(batch a, batch b) { return a.value > b.value; }
    TYPEGRAD_INLINE friend constexpr bool operator<=(batch a, batch b) { return a.value <= b.value; }
    TYPEGRAD_INLINE friend constexpr bool operator>=(batch a, batch b) { return a.value >= b.value; }
    TYPEGRAD_INLINE friend constexpr bool operator==(batch a, batch b) { return a.value == b.value; }
    TYPEGRAD_INLINE friend constexpr bool operator!=(batch a, batch b) { return a.value != b.value; }
    TYPEGRAD_INLINE friend constexpr batch select(bool mask, batch a, batch b) { return mask ? a : b; }
    TYPEGRAD_INLINE friend constexpr batch max(batch a, batch b) { return simd::max(a.value, b.value); }
    TYPEGRAD_INLINE friend constexpr batch min(batch a, batch b) { return simd::min(a.value, b.value); }
    TYPEGRAD_INLINE friend constexpr batch abs(batch a) { return simd::abs(a.value); }
    TYPEGRAD_INLINE friend constexpr batch fma(batch a, batch b, batch c) { return simd::fma(a.value, b.value, c.value); }
};

template<class T>
TYPEGRAD_INLINE constexpr batch<T, 1> hold(batch<T, 1> v) { return v; }
template<class To, class T>
TYPEGRAD_INLINE constexpr batch<To, 1> as(batch<T, 1> x) { return std::bit_cast<To>(x.value); }

namespace detail {
template<class T, int Lanes>
struct scalar_of<batch<T, Lanes>> {
    using type = T;
};
}

}
}

#endif
