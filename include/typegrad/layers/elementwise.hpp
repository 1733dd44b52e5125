#ifndef TYPEGRAD_LAYERS_ELEMENTWISE_HPP
#define TYPEGRAD_LAYERS_ELEMENTWISE_HPP

#include <concepts>
#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../simd/batch.hpp"
#include "../simd/math.hpp"

// A functor y = f(x) on a number is a layer: for every element, of any shape. It is generic, so that one text serves
// scalars, batches and dual numbers:
//   struct swish2 { template<class V> constexpr V operator()(V x) const { return x * math::sigmoid(2.0f * x); } };
// Where the derivative is known more cheaply it says so: df(x), or df_of_y(y) from the result, which then is all that is kept.
namespace typegrad {

template<class F>
concept elementwise = requires(const F f, float x) {
    { f(x) } -> std::same_as<float>;
};

namespace math {
inline namespace TYPEGRAD_ARCH {

// value + slope e with e * e = 0: running f on x + e gives f(x) + f'(x) e.
template<class V>
struct dual {
    V value{}, slope{};

    constexpr dual() = default;
    TYPEGRAD_INLINE constexpr dual(V v, V s) : value(v), slope(s) {}
    template<class N>
        requires std::is_arithmetic_v<N> || std::same_as<N, V>
    TYPEGRAD_INLINE constexpr dual(N x) : value(static_cast<V>(x)), slope(0) {}

    TYPEGRAD_INLINE friend constexpr dual operator+(dual a, dual b) { return {a.value + b.value, a.slope + b.slope}; }
    TYPEGRAD_INLINE friend constexpr dual operator-(dual a, dual b) { return {a.value - b.value, a.slope - b.slope}; }
    TYPEGRAD_INLINE friend constexpr dual operator-(dual a) { return {-a.value, -a.slope}; }
    TYPEGRAD_INLINE friend constexpr dual operator*(dual a, dual b) { return {a.value * b.value, a.slope * b.value + a.value * b.slope}; }
    TYPEGRAD_INLINE friend constexpr dual operator/(dual a, dual b) {
        const V q = a.value / b.value;
        return {q, (a.slope - q * b.slope) / b.value};
    }
    TYPEGRAD_INLINE friend constexpr auto operator<(dual a, dual b) { return a.value < b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator>(dual a, dual b) { return a.value > b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator<=(dual a, dual b) { return a.value <= b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator>=(dual a, dual b) { return a.value >= b.value; }
    TYPEGRAD_INLINE friend constexpr auto operator==(dual a, dual b) { return a.value == b.value; }
    template<class Mask>
    TYPEGRAD_INLINE friend constexpr dual select(Mask m, dual a, dual b) {
        return {select(m, a.value, b.value), select(m, a.slope, b.slope)};
    }
    TYPEGRAD_INLINE friend constexpr dual max(dual a, dual b) { return select(a.value > b.value, a, b); }
    TYPEGRAD_INLINE friend constexpr dual min(dual a, dual b) { return select(a.value < b.value, a, b); }
    // The slope of |x| at 0 is 0, as PyTorch has it.
    TYPEGRAD_INLINE friend constexpr dual abs(dual a) {
        const V sign = select(a.value > V(0), V(1), select(a.value < V(0), V(-1), V(0)));
        return {abs(a.value), a.slope * sign};
    }
    TYPEGRAD_INLINE friend constexpr dual fma(dual a, dual b, dual c) { return a * b + c; }
};

template<class V>
TYPEGRAD_INLINE constexpr dual<V> exp(dual<V> x) {
    const V e = exp(x.value);
    return {e, x.slope * e};
}
template<class V>
TYPEGRAD_INLINE constexpr dual<V> expm1(dual<V> x) {
    const V e = expm1(x.value);
    return {e, x.slope * (e + V(1))};
}
template<class V>
TYPEGRAD_INLINE constexpr dual<V> log(dual<V> x) {
    return {log(x.value), x.slope / x.value};
}
template<class V>
TYPEGRAD_INLINE constexpr dual<V> log1p(dual<V> x) {
    return {log1p(x.value), x.slope / (x.value + V(1))};
}
template<class V>
TYPEGRAD_INLINE constexpr dual<V> tanh(dual<V> x) {
    const V t = tanh(x.value);
    return {t, x.slope * (V(1) - t * t)};
}
template<class V>
TYPEGRAD_INLINE constexpr dual<V> sigmoid(dual<V> x) {
    const V s = sigmoid(x.value);
    return {s, x.slope * s * (V(1) - s)};
}
template<class V>
TYPEGRAD_INLINE constexpr dual<V> erf(dual<V> x) {
    constexpr double two_over_sqrt_pi = 1.12837916709551257390;
    return {erf(x.value), x.slope * V(two_over_sqrt_pi) * exp(-(x.value * x.value))};
}
template<class V>
TYPEGRAD_INLINE constexpr dual<V> sqrt(dual<V> x) {
    const V r = sqrt(x.value);
    return {r, x.slope / (r + r)};
}

}
}

// The derivative of an elementwise functor: from the result where df_of_y says how, else from the argument.
template<class F>
struct derivative {
    static constexpr bool from_y = requires(const F f) { f.df_of_y(1.0f); };

    // kept: y if from_y, x otherwise.
    template<class V>
    TYPEGRAD_INLINE static constexpr V of(V kept) {
        if constexpr (from_y) return F{}.df_of_y(kept);
        else if constexpr (requires(const F f) { f.df(1.0f); }) return F{}.df(kept);
        else return F{}(math::dual<V>(kept, V(1))).slope;
    }
};

// Several functors as one: f2(f1(x)).
template<class... F>
struct chain {
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const {
        ((x = F{}(x)), ...);
        return x;
    }
};
template<class F>
struct chain<F> : F {};
struct identity_function {
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const {
        return x;
    }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V) const {
        return V(1);
    }
    static constexpr bool monotone = true;
};
template<>
struct chain<> : identity_function {};

// f(max(a, b)) = max(f(a), f(b)), and f' = 0 wherever f is flat: such an activation can follow the maximum.
template<class F>
inline constexpr bool is_monotone = requires { requires F::monotone; };

}

#endif
