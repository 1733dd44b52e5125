#ifndef TYPEGRAD_TRAIN_ROW_HPP
#define TYPEGRAD_TRAIN_ROW_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "../simd/math.hpp"

// Loops of losses over a row of n numbers: in batches for floats at run time, one by one otherwise.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace compute {

// numbers of V from p on
template<class V, class T>
TYPEGRAD_INLINE constexpr V load_as(const T* p) {
    if constexpr (simd::number<V>) return static_cast<V>(*p);
    else return V::load(p);
}
template<class T>
TYPEGRAD_INLINE constexpr void store_as(T v, T* p) { *p = v; }
template<class T, int Lanes>
TYPEGRAD_INLINE void store_as(simd::batch<T, Lanes> v, T* p) { v.store(p); }

template<class F>
TYPEGRAD_KERNEL float sum_of_batches(std::size_t n, const F& f) {
    using vector = simd::batch<float, simd::lanes<float>>;
    vector sum(0.0f);
    for (std::size_t i = 0; i < n; i += vector::lanes) sum += f.template operator()<vector>(i);
    return simd::sum(sum);
}

// The largest of n numbers; NaN may pass unseen.
template<class T>
TYPEGRAD_KERNEL T largest_of_batches(const T* y, std::size_t n) {
    using vector = simd::batch<T, simd::lanes<T>>;
    vector top = vector::load(y);
    for (std::size_t i = vector::lanes; i < n; i += vector::lanes) top = math::max(top, vector::load(y + i));
    T all[vector::lanes], best;
    top.store(all);
    best = all[0];
    for (int i = 1; i < vector::lanes; ++i) best = math::max(best, all[i]);
    return best;
}
template<class T>
constexpr T maximum(const T* y, std::size_t n) {
    T top = y[0];
    std::size_t done = 1;
    if constexpr (std::is_same_v<T, float> && simd::lanes<float> > 1) {
        if (!std::is_constant_evaluated() && n >= static_cast<std::size_t>(simd::lanes<float>)) {
            done = n - n % static_cast<std::size_t>(simd::lanes<float>);
            top = largest_of_batches(y, done);
        }
    }
    for (std::size_t i = done; i < n; ++i) top = math::max(top, y[i]);
    return top;
}

// The sum of f.operator()<V>(i) over all i, where V holds the numbers from i on: T itself, or a batch.
template<class T, class F>
constexpr T sum_of(std::size_t n, const F& f) {
    T sum = 0;
    std::size_t done = 0;
    if constexpr (std::is_same_v<T, float> && simd::lanes<float> > 1) {
        if (!std::is_constant_evaluated()) {
            done = n - n % static_cast<std::size_t>(simd::lanes<float>);
            sum = sum_of_batches(done, f);
        }
    }
    for (std::size_t i = done; i < n; ++i) sum += f.template operator()<T>(i);
    return sum;
}

// f.operator()<V>(i) for all i, where V holds the numbers from i on.
template<class T, class F>
constexpr void each_of(std::size_t n, const F& f) {
    (void)sum_of<T>(n, [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA {
        f.template operator()<V>(i);
        return V(0);
    });
}
template<class T>
constexpr T dot(const T* a, const T* b, std::size_t n) {
    return sum_of<T>(n, [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA { return load_as<V>(a + i) * load_as<V>(b + i); });
}
// No infinity, no NaN: nought times any other number is nought.
template<class T>
constexpr bool all_finite(const T* a, std::size_t n) {
    return sum_of<T>(n, [&]<class V>(std::size_t i) TYPEGRAD_INLINE_LAMBDA { return load_as<V>(a + i) * V(0); }) == 0;
}

}
}
}

#endif
