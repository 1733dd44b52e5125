#ifndef TYPEGRAD_SIMD_MATH_APPROXIMATE_HPP
#define TYPEGRAD_SIMD_MATH_APPROXIMATE_HPP

#include <type_traits>

#include "../config.hpp"
#include "math_precise.hpp"

// Cheaper functions with an error below 1e-4, and a number type by which a functor written for math:: calls them.
namespace typegrad::math {
inline namespace TYPEGRAD_ARCH {
namespace approximate {

using namespace math::detail;
using simd::abs;
using simd::fma;
using simd::select;

// 2^(f + 1) for |f| <= 1/2
struct power_of_two { static constexpr float at[] = {0.110343315f, 0.485222429f, 1.38652194f, 1.99985611f}; };
// tanh(x) = x over(x^2) / under(x^2) to 6e-5 up to `one`, where the quotient passes 1
struct over { static constexpr float at[] = {0.00062798592f, 0.1007699f, 0.99974608f}; };
struct under { static constexpr float at[] = {0.01236017f, 0.43339208f, 1.0f}; };
inline constexpr float one = 5.28f;
// The same for tanh(x / 2) / 2.
struct half_over { static constexpr float at[] = {over::at[0] / 64, over::at[1] / 16, over::at[2] / 4}; };
struct half_under { static constexpr float at[] = {under::at[0] / 16, under::at[1] / 4, under::at[2]}; };
// erf(x) / x in x^2, to 3e-5 / x up to `erf_one`, where the product passes 1
struct erf_over_x {
    static constexpr float at[] = {3.2899836e-08f, -1.6569509e-06f, 3.6732822e-05f, -0.00047673487f, 0.004081761f, -0.024715955f, 0.11056861f, -0.37501653f, 1.1282185f};
};
inline constexpr float erf_one = 3.1f;

// y = e^x
// numerics: relative error below 8e-5 where the result is above 1.7e-38; 0 below, infinity from about 88.723 on.
template<real V>
TYPEGRAD_INLINE constexpr V exp(V x) {
    using c = constants_of<V>;
    // The polynomial holds one factor of 2, so that the other is a finite number up to the very end.
    constexpr int bias = static_cast<int>(c::bias) - 1;
    constexpr auto high = c::exp_overflow + simd::scalar_of<V>(0.3), low = simd::scalar_of<V>(-bias) / c::log2e;
    if (refused(x, c::exp_overflow - simd::scalar_of<V>(0.001))) return select(x != x, x, V(infinity<V>));
    const V w = clamp(x, low, high);
    const V biased_n = fma(w, V(c::log2e), V(c::rounder + bias));
    const V f = fma(w, V(c::log2e), V(c::rounder + bias) - biased_n);
    return polynomial<power_of_two>(f) * power(biased_n);
}

// y = tanh(x)
// numerics: absolute error below 6e-5; odd, rises but for a few roundings (4e-7), never above 1, and 1 from 5.3 on.
template<real V>
TYPEGRAD_INLINE constexpr V tanh(V x) {
    if (refused(abs(x), infinity<V>)) return select(x != x, x, select(x > V(0), V(1), V(-1)));
    const V w = clamp(x, -one, one), z = w * w;
    return clamp(w * polynomial<over>(z) / polynomial<under>(z), -1, 1);
}

// y = 1 / (1 + e^-x)
// numerics: absolute error below 3e-5; rises but for a few roundings, within 0 and 1, which it reaches at +-10.6.
template<real V>
TYPEGRAD_INLINE constexpr V sigmoid(V x) {
    if (refused(abs(x), infinity<V>)) return select(x != x, x, select(x > V(0), V(1), V(0)));
    const V w = clamp(x, -2 * one, 2 * one), z = w * w;
    const V y = V(0.5f) + w * polynomial<half_over>(z) / polynomial<half_under>(z);
    return clamp(y, 0, 1);
}

// y = erf(x)
// numerics: absolute error below 4e-5; odd, never above 1, and 1 from 3.1 on; falls by up to 6e-5 beyond 2.5.
template<real V>
TYPEGRAD_INLINE constexpr V erf(V x) {
    if (refused(abs(x), infinity<V>)) return select(x != x, x, select(x > V(0), V(1), V(-1)));
    const V w = clamp(x, -erf_one, erf_one);
    return clamp(w * polynomial<erf_over_x>(w * w), -1, 1);
}
}

// A number or batch with the same operations, whose exp, tanh, sigmoid and erf are the approximate ones; the others are not.
template<class V>
struct approximated {
    V value;

    approximated() = default;
    TYPEGRAD_INLINE constexpr approximated(V x) : value(x) {}
    template<simd::number N>
        requires(!std::is_same_v<N, V>)
    TYPEGRAD_INLINE constexpr approximated(N x) : value(static_cast<simd::scalar_of<V>>(x)) {}

    TYPEGRAD_INLINE friend constexpr approximated operator+(approximated a, approximated b) { return a.value + b.value; }
    TYPEGRAD_INLINE friend constexpr approximated operator-(approximated a, approximated b) { return a.value - b.value; }
    TYPEGRAD_INLINE friend constexpr approximated operator*(approximated a, approximated b) { return a.value * b.value; }
    TYPEGRAD_INLINE friend constexpr approximated operator/(approximated a, approximated b) { return a.value / b.value; }
    TYPEGRAD_INLINE friend constexpr approximated operator-(approximated a) { return -a.value; }
    TYPEGRAD_INLINE constexpr approximated& operator+=(approximated b) { return *this = *this + b; }
    TYPEGRAD_INLINE constexpr approximated& operator-=(approximated b) { return *this = *this - b; }
    TYPEGRAD_INLINE constexpr approximated& operator*=(approximated b) { return *this = *this * b; }
    TYPEGRAD_INLINE friend constexpr auto operator<(approximated a, approximated b) { return a.value < b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator>(approximated a, approximated b) { return a.value > b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator<=(approximated a, approximated b) { return a.value <= b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator>=(approximated a, approximated b) { return a.value >= b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator==(approximated a, approximated b) { return a.value == b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator!=(approximated a, approximated b) { return a.value != b.value; }
    template<class Mask>
    TYPEGRAD_INLINE friend constexpr approximated select(Mask m, approximated a, approximated b) { return math::select(m, a.value, b.value); }
    TYPEGRAD_INLINE friend constexpr approximated max(approximated a, approximated b) { return math::max(a.value, b.value); }
    TYPEGRAD_INLINE friend constexpr approximated min(approximated a, approximated b) { return math::min(a.value, b.value); }
    TYPEGRAD_INLINE friend constexpr approximated abs(approximated a) { return math::abs(a.value); }
    TYPEGRAD_INLINE friend constexpr approximated fma(approximated a, approximated b, approximated c) {
        return math::fma(a.value, b.value, c.value);
    }
};

template<class V>
TYPEGRAD_INLINE constexpr approximated<V> exp(approximated<V> x) { return approximate::exp(x.value); }
template<class V>
TYPEGRAD_INLINE constexpr approximated<V> tanh(approximated<V> x) { return approximate::tanh(x.value); }
template<class V>
TYPEGRAD_INLINE constexpr approximated<V> sigmoid(approximated<V> x) { return approximate::sigmoid(x.value); }
template<class V>
TYPEGRAD_INLINE constexpr approximated<V> expm1(approximated<V> x) { return math::expm1(x.value); }
template<class V>
TYPEGRAD_INLINE constexpr approximated<V> log(approximated<V> x) { return math::log(x.value); }
template<class V>
TYPEGRAD_INLINE constexpr approximated<V> log1p(approximated<V> x) { return math::log1p(x.value); }
template<class V>
TYPEGRAD_INLINE constexpr approximated<V> erf(approximated<V> x) { return approximate::erf(x.value); }
template<class V>
TYPEGRAD_INLINE constexpr approximated<V> sqrt(approximated<V> x) { return math::sqrt(x.value); }

}
}

#endif
