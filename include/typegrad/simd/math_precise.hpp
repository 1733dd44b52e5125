#ifndef TYPEGRAD_SIMD_MATH_PRECISE_HPP
#define TYPEGRAD_SIMD_MATH_PRECISE_HPP

#include <cstdint>
#include <type_traits>

#include "../config.hpp"
#include "math_primitives.hpp"

// Elementary functions, one template for numbers and batches. Nothing branches at run time; floats, batches and constants
// take the same steps, so that their results differ only where one of them fuses a multiplication with an addition.
namespace typegrad::math {
inline namespace TYPEGRAD_ARCH {
namespace precise {

using namespace detail;
using simd::abs;
using simd::as;
using simd::fma;
using simd::min;
using simd::select;

// y = e^x
// numerics: 1.25 ulp over all floats (double 1.2); infinity from 88.723 on, gradual underflow to 0 at -103.98.
template<real V>
TYPEGRAD_INLINE constexpr V exp(V x) {
    using c = constants_of<V>;
    if (refused(x, c::exp_overflow)) return select(x != x, x, V(infinity<V>));
    // Two factors, since 2^n alone leaves the range of the format before the result does.
    const auto [n, biased_n, r] = reduce<2 * static_cast<int>(c::bias)>(clamp(x, c::exp_zero, c::exp_overflow));
    const auto bits = as<bits_of<V>>(biased_n), half = bits >> 1;
    const V first = as<simd::scalar_of<V>>(half << c::mantissa), second = as<simd::scalar_of<V>>((bits - half) << c::mantissa);
    return exp_of_remainder(r) * first * second;
}

// y = e^x - 1, without cancellation near 0
// numerics: 1.35 ulp over all floats (double 1.5); infinity from 88.723 on, -0 stays -0.
template<real V>
TYPEGRAD_INLINE constexpr V expm1(V x) {
    using c = constants_of<V>;
    if (refused(x, c::exp_overflow)) return select(x != x, x, V(infinity<V>));
    const auto [n, biased_n, r] = reduce<static_cast<int>(c::bias) - 1>(clamp(x, c::expm1_least, c::exp_overflow));
    const V half = power(biased_n);
    const V y = fma(half, r * r * polynomial<typename c::exp_tail>(r), fma(half, r, half - V(0.5f)));
    return select(abs(x) < V(c::expm1_linear), x, y + y);
}

// y = log(x)
// numerics: 0.9 ulp over all floats, denormals included (double 0.9); -infinity at 0, NaN below.
template<real V>
TYPEGRAD_INLINE constexpr V log(V x) {
    using c = constants_of<V>;
    if (refused(x, infinity<V>)) return x;
    if (refused(-x, 0)) return select(x == V(0), V(-infinity<V>), V(nan<V>));
    const auto denormal = x < V(c::smallest);
    const auto [n, m, biased_n] = split(x * select(denormal, V(c::upscale), V(1)));
    const V y = log_of_parts(n - select(denormal, V(c::upscale_exponent), V(0)), m - V(1));
    return select(x > V(0), select(x < V(infinity<V>), y, x), select(x == V(0), V(-infinity<V>), V(nan<V>)));
}

// y = log(1 + x), without cancellation near 0
// numerics: 1.45 ulp over all floats (double 1.4); -infinity at -1, NaN below, -0 stays -0.
template<real V>
TYPEGRAD_INLINE constexpr V log1p(V x) {
    using c = constants_of<V>;
    if (refused(x, infinity<V>)) return x;
    if (refused(-x, 1)) return select(x == V(-1), V(-infinity<V>), V(nan<V>));
    const V u = x + V(1);
    const V half_lost = V(0.5f) * (x - (u - V(1)));
    const auto [n, m, biased_n] = split(u);
    const V half_unit = as<simd::scalar_of<V>>((decltype(biased_n)(2 * c::bias + 1) - biased_n) << c::mantissa);
    const V y = with_sign_of(log_of_parts(n, fma(half_lost, half_unit, m - V(1))), x);
    return select(x > V(-1), select(x < V(infinity<V>), y, x), select(x == V(-1), V(-infinity<V>), V(nan<V>)));
}

// y = tanh(x)
// numerics: 2 ulp over all floats (double 2.4); odd, never above 1, 1 at infinity.
template<real V>
TYPEGRAD_INLINE constexpr V tanh(V x) {
    using c = constants_of<V>;
    const V magnitude = abs(x);
    if (refused(magnitude, infinity<V>)) return select(x != x, x, with_sign_of(V(1), x));
    // With |x| = n ln(2) + t the addition theorem, as a distance from 1 - 2^-n: that subtraction is exact, and what
    // is divided, with its rounding errors, is small.
    const auto [n, biased_n, t] = reduce<static_cast<int>(c::bias)>(min(V(c::tanh_one), magnitude));
    const V z = t * t, y = fma(t * z, polynomial<typename c::tanh_tail>(z), t);
    const V up = power(biased_n), down = inverse_power(up);
    const V base = V(1) - down, square = base * base;
    return with_sign_of(base + fma(V(2) - square, y, square) / fma(up - down, y, up + down), x);
}

// y = 1 / (1 + e^-x)
// numerics: 1.9 ulp over all floats (double 1.6); gradual underflow to 0 at -103.98, never above 1.
template<real V>
TYPEGRAD_INLINE constexpr V sigmoid(V x) {
    using c = constants_of<V>;
    constexpr int exponent = sizeof(simd::scalar_of<V>) == 4 ? 64 : 512;
    if (refused(abs(x), infinity<V>)) return select(x != x, x, select(x > V(0), V(1), V(0)));
    const auto [n, biased_n, r] = reduce<static_cast<int>(c::bias) - exponent>(-clamp(x, c::sigmoid_zero, c::sigmoid_one));
    const V unit = power(biased_n), tail = fma(polynomial<typename c::exp_tail>(r), r, V(1));
    const V sum = unit + V(c::sigmoid_scale), lost = V(c::sigmoid_scale) - (sum - unit);
    return V(c::sigmoid_scale) / (sum + fma(unit * r, tail, lost));
}

// y = erf(x)
// numerics: 1.3 ulp over all floats (double 1.2); odd, never above 1, 1 at infinity.
template<real V>
TYPEGRAD_INLINE constexpr V erf(V x) {
    using c = constants_of<V>;
    const V magnitude = abs(x);
    if (refused(magnitude, infinity<V>)) return select(x != x, x, with_sign_of(V(1), x));
    const V a = min(V(c::erf_one), magnitude);
    const V near = fma(a, polynomial<typename c::erf_near>(a * a), a);
    const V far = V(1) - exp_without_underflow(polynomial<typename c::erf_far>(a));
    return with_sign_of(select(a < V(c::erf_split), near, far), x);
}

// Halving the exponent is right to 6 %, and each of the four steps squares the error and halves it.
constexpr double heron(double x) {
    double y = as<double>((as<std::uint64_t>(x) >> 1) + (std::uint64_t{0x1FF8} << 48));
    y = 0.5 * (y + x / y);
    y = 0.5 * (y + x / y);
    y = 0.5 * (y + x / y);
    return 0.5 * (y + x / y);
}
template<class T>
constexpr T constant_sqrt(T x) {
    if (!(x > 0 && x < infinity<T>)) return x < 0 ? nan<T> : x;
    if (x < 0x1p-1000) return static_cast<T>(heron(static_cast<double>(x) * 0x1p108) * 0x1p-54);
    return static_cast<T>(heron(static_cast<double>(x)));
}

// y = sqrt(x)
// numerics: rounded correctly (double in constant evaluation: 1 ulp).
template<real V>
TYPEGRAD_INLINE constexpr V sqrt(V x) {
    if constexpr (!one_lane<V>) return sqrt(x);  // simd's, found by its argument
    else if constexpr (!simd::number<V>) return precise::sqrt(x.value);
    else if (std::is_constant_evaluated()) return constant_sqrt(x);
    else if constexpr (std::is_same_v<V, float>) return __builtin_sqrtf(x);
    else return __builtin_sqrt(x);
}

}

using precise::erf;
using precise::exp;
using precise::expm1;
using precise::log;
using precise::log1p;
using precise::sigmoid;
using precise::sqrt;
using precise::tanh;

}
}

#endif
