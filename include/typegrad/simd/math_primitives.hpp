#ifndef TYPEGRAD_SIMD_MATH_PRIMITIVES_HPP
#define TYPEGRAD_SIMD_MATH_PRIMITIVES_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/limits.hpp"
#include "batch.hpp"
#include "math_constants.hpp"

// What the elementary functions are made of, and the operations of simd under names that functors can qualify.
namespace typegrad::math {
inline namespace TYPEGRAD_ARCH {

// A float or a double, or a batch of them.
template<class V>
concept real = std::is_same_v<simd::scalar_of<V>, float> || std::is_same_v<simd::scalar_of<V>, double>;

namespace detail {
using simd::abs;
using simd::as;
using simd::fma;
using simd::max;
using simd::min;
using simd::select;

template<real V>
using constants_of = constants<simd::scalar_of<V>>;
template<real V>
using bits_of = typename constants_of<V>::bits;

template<real V>
inline constexpr bool one_lane = sizeof(V) == sizeof(simd::scalar_of<V>);
template<real V>
inline constexpr simd::scalar_of<V> infinity = typegrad::detail::infinity<simd::scalar_of<V>>;
template<real V>
inline constexpr simd::scalar_of<V> nan = typegrad::detail::nan<simd::scalar_of<V>>;

// Constant evaluation refuses to compute with NaN and to overflow: there, and only there, such x take another way.
template<real V>
TYPEGRAD_INLINE constexpr bool refused(V x, simd::scalar_of<V> overflow) {
    if constexpr (one_lane<V>) return std::is_constant_evaluated() && !(x < overflow);
    else return false;
}

// In this order of operands NaN stays NaN.
template<real V>
TYPEGRAD_INLINE constexpr V clamp(V x, simd::scalar_of<V> low, simd::scalar_of<V> high) { return min(V(high), max(V(low), x)); }

template<class C, class V, std::size_t... I>
TYPEGRAD_INLINE constexpr V polynomial(V x, std::index_sequence<I...>) {
    V y = C::at[0];
    // The same twice, but a call is two of the steps that Clang grants to constant evaluation.
    if constexpr (simd::number<V>) ((y = y * x + C::at[I + 1]), ...);
    else ((y = fma(y, x, V(C::at[I + 1]))), ...);
    return y;
}
template<class C, class V>
TYPEGRAD_INLINE constexpr V polynomial(V x) { return detail::polynomial<C>(x, std::make_index_sequence<sizeof(C::at) / sizeof(C::at[0]) - 1>{}); }

template<real V>
TYPEGRAD_INLINE constexpr V with_sign_of(V magnitude, V x) {
    return as<simd::scalar_of<V>>(as<bits_of<V>>(magnitude) | (as<bits_of<V>>(x) & constants_of<V>::sign_bit));
}

// x = n ln(2) + r with |r| <= ln(2) / 2. The lowest bits of biased_n are those of n + Bias.
template<real V>
struct reduced {
    V n, biased_n, r;
};
template<int Bias, real V>
TYPEGRAD_INLINE constexpr reduced<V> reduce(V x) {
    using c = constants_of<V>;
    const V biased_n = fma(x, V(c::log2e), V(c::rounder + Bias));
    const V n = biased_n - V(c::rounder + Bias);
    return {n, biased_n, fma(n, V(-c::ln2_low), fma(n, V(-c::ln2_high), x))};
}
// 2^(n + Bias - bias of the format)
template<real V>
TYPEGRAD_INLINE constexpr V power(V biased_n) {
    return as<simd::scalar_of<V>>(as<bits_of<V>>(biased_n) << constants_of<V>::mantissa);
}
template<real V>
TYPEGRAD_INLINE constexpr V inverse_power(V power) {
    return as<simd::scalar_of<V>>((constants_of<V>::bias << (constants_of<V>::mantissa + 1)) - as<bits_of<V>>(power));
}
template<real V>
TYPEGRAD_INLINE constexpr V exp_of_remainder(V r) {
    return fma(fma(detail::polynomial<typename constants_of<V>::exp_tail>(r), r, V(1)), r, V(1));
}

// exp(w) for w <= 0 whose exponential is a normal number.
template<real V>
TYPEGRAD_INLINE constexpr V exp_without_underflow(V w) {
    const auto [n, biased_n, r] = detail::reduce<static_cast<int>(constants_of<V>::bias)>(w);
    return detail::exp_of_remainder(r) * detail::power(biased_n);
}

// n ln(2) + log(1 + f) for f from sqrt(1/2) - 1 to sqrt(2) - 1
template<real V>
TYPEGRAD_INLINE constexpr V log_of_parts(V n, V f) {
    using c = constants_of<V>;
    const V z = f * f;
    const V tail = fma(f * z, detail::polynomial<typename c::log_tail>(f), n * V(c::ln2_low));
    return fma(n, V(c::ln2_high), f + fma(z, V(-0.5f), tail));
}
// x = 2^(biased_n - bias) m with m from sqrt(1/2) to sqrt(2)
template<real V>
struct parts {
    V n, m;
    decltype(as<bits_of<V>>(V{})) biased_n;
};
template<real V>
TYPEGRAD_INLINE constexpr parts<V> split(V x) {
    using c = constants_of<V>;
    using T = simd::scalar_of<V>;
    const auto b = as<bits_of<V>>(x);
    const auto biased_n = (b + c::one_minus_root_half) >> c::mantissa;
    const auto n = as<T>(biased_n + as<bits_of<V>>(T(c::rounder))) - V(c::rounder + c::bias);
    return {n, as<T>(b - (biased_n << c::mantissa) + (c::bias << c::mantissa)), biased_n};
}
}

namespace detail {
// Batches win over numbers, then the first operand that is no integer: max(0, x) computes in the type of x.
template<class A, class B>
using stronger = std::conditional_t<!std::is_arithmetic_v<A>, A, std::conditional_t<!std::is_arithmetic_v<B> || std::is_integral_v<A>, B, A>>;
}

// y = a where the mask is set, b elsewhere
template<class Mask, class A, class B>
TYPEGRAD_INLINE constexpr auto select(Mask mask, A a, B b) {
    using simd::select;
    using V = detail::stronger<A, B>;
    return select(mask, V(a), V(b));
}
// y = the larger; b where either is NaN
template<class A, class B>
TYPEGRAD_INLINE constexpr auto max(A a, B b) {
    using simd::max;
    using V = detail::stronger<A, B>;
    return max(V(a), V(b));
}
// y = the larger; NaN where either is
template<class A, class B>
TYPEGRAD_INLINE constexpr auto maximum(A a, B b) {
    using V = detail::stronger<A, B>;
    return math::select(V(a) == V(a), math::max(a, b), V(a));
}
// y = the smaller; b where either is NaN
template<class A, class B>
TYPEGRAD_INLINE constexpr auto min(A a, B b) {
    using simd::min;
    using V = detail::stronger<A, B>;
    return min(V(a), V(b));
}
// y = |x|
template<class V>
TYPEGRAD_INLINE constexpr V abs(V x) {
    using simd::abs;
    return abs(x);
}
// y = a b + c, rounded once where the machine does that
template<class A, class B, class C>
TYPEGRAD_INLINE constexpr auto fma(A a, B b, C c) {
    using simd::fma;
    using V = detail::stronger<detail::stronger<A, B>, C>;
    return fma(V(a), V(b), V(c));
}

}
}

#endif
