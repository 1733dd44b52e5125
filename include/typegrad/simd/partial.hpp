#ifndef TYPEGRAD_SIMD_PARTIAL_HPP
#define TYPEGRAD_SIMD_PARTIAL_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/bf16.hpp"

// What the vector extension lacks: converting and partial loads and stores, square roots. The only place that knows
// the names of instructions; each has a portable form beside it.
namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {
namespace detail {

template<class T, int Lanes>
struct vector_of {
    typedef T type __attribute__((vector_size(sizeof(T) * static_cast<unsigned>(Lanes))));
};
template<class T, int Lanes>
using vector = typename vector_of<T, Lanes>::type;

template<class T, int Lanes, class U>
TYPEGRAD_INLINE vector<T, Lanes> widen(vector<U, Lanes> narrow) { return __builtin_convertvector(narrow, vector<T, Lanes>); }

// Count elements of type U into the first lanes, zero into the others.
template<class T, int Lanes, int Count, class U>
TYPEGRAD_INLINE vector<T, Lanes> copy_in(const U* p) {
    if constexpr (std::is_same_v<U, bf16>) {
        const auto bits = widen<std::uint32_t, Lanes, std::uint16_t>(copy_in<std::uint16_t, Lanes, Count>(reinterpret_cast<const std::uint16_t*>(p)));
        return vector<T, Lanes>(bits << 16);
    } else {
        vector<U, Lanes> v{};
        __builtin_memcpy(&v, p, sizeof(U) * Count);
        if constexpr (std::is_same_v<T, U>) return v;
        else return widen<T, Lanes, U>(v);
    }
}

template<class T, int Lanes, class U>
TYPEGRAD_INLINE vector<T, Lanes> load_vector(const U* p) { return copy_in<T, Lanes, Lanes>(p); }

#if defined(__AVX__)
template<int Lanes, int Count, std::size_t... I>
TYPEGRAD_INLINE vector<std::int32_t, Lanes> first_lanes(std::index_sequence<I...>) {
    return vector<std::int32_t, Lanes>{(static_cast<int>(I) < Count ? -1 : 0)...};
}
template<int Lanes, int Count>
inline constexpr bool has_masks = (Lanes == 4 || Lanes == 8
#if defined(__AVX512F__)
                                   || Lanes == 16
#endif
                                   ) && Count < Lanes;

template<int Lanes, int Count>
TYPEGRAD_INLINE vector<float, Lanes> masked_load(const float* p) {
#if defined(__AVX512F__)
    if constexpr (Lanes == 16) return __builtin_ia32_loadups512_mask(p, vector<float, 16>{}, static_cast<unsigned short>((1u << Count) - 1));
    else
#endif
    if constexpr (Lanes == 8)
        return __builtin_ia32_maskloadps256(reinterpret_cast<const vector<float, 8>*>(p), first_lanes<8, Count>(std::make_index_sequence<8>{}));
    else
        return __builtin_ia32_maskloadps(reinterpret_cast<const vector<float, 4>*>(p), first_lanes<4, Count>(std::make_index_sequence<4>{}));
}
template<int Lanes, int Count>
TYPEGRAD_INLINE void masked_store(float* p, vector<float, Lanes> v) {
#if defined(__AVX512F__)
    if constexpr (Lanes == 16) __builtin_ia32_storeups512_mask(p, v, static_cast<unsigned short>((1u << Count) - 1));
    else
#endif
    if constexpr (Lanes == 8)
        __builtin_ia32_maskstoreps256(reinterpret_cast<vector<float, 8>*>(p), first_lanes<8, Count>(std::make_index_sequence<8>{}), v);
    else
        __builtin_ia32_maskstoreps(reinterpret_cast<vector<float, 4>*>(p), first_lanes<4, Count>(std::make_index_sequence<4>{}), v);
}
#else
template<int, int>
inline constexpr bool has_masks = false;
#endif

template<class T, int Lanes, int Count, class U>
TYPEGRAD_INLINE vector<T, Lanes> load_vector_first(const U* p) {
#if defined(__AVX__)
    if constexpr (std::is_same_v<T, float> && std::is_same_v<U, float> && has_masks<Lanes, Count>) return masked_load<Lanes, Count>(p);
    else
#endif
        return copy_in<T, Lanes, Count>(p);
}
template<class T, int Lanes, int Count>
TYPEGRAD_INLINE void store_vector_first(T* p, vector<T, Lanes> v) {
#if defined(__AVX__)
    if constexpr (std::is_same_v<T, float> && has_masks<Lanes, Count>) masked_store<Lanes, Count>(p, v);
    else
#endif
        __builtin_memcpy(p, &v, sizeof(T) * Count);
}

// A value that is used more than once belongs in a register: compilers like to read it from memory again each time, and
// the load units become the bottleneck.
template<class Vector>
TYPEGRAD_INLINE void keep_vector(Vector& v) {
#if defined(__AVX512VL__)
    if constexpr (sizeof v >= 16) asm("" : "+v"(v));
#elif defined(__SSE2__)
    if constexpr (sizeof v >= 16) asm("" : "+x"(v));
#elif defined(__aarch64__)
    if constexpr (sizeof v == 16) asm("" : "+w"(v));
#endif
    (void)v;
}

template<class T, int Lanes>
TYPEGRAD_INLINE vector<T, Lanes> sqrt_vector(vector<T, Lanes> x) {
#if defined(__AVX512F__) && defined(__clang__)
    if constexpr (std::is_same_v<T, float> && Lanes == 16) return __builtin_ia32_sqrtps512(x, 4);
#elif defined(__AVX512F__)
    if constexpr (std::is_same_v<T, float> && Lanes == 16) return __builtin_ia32_sqrtps512_mask(x, x, -1, 4);
#endif
#if defined(__AVX__)
    if constexpr (std::is_same_v<T, float> && Lanes == 8) return __builtin_ia32_sqrtps256(x);
#endif
#if defined(__SSE2__)
    if constexpr (std::is_same_v<T, float> && Lanes == 4) return __builtin_ia32_sqrtps(x);
#endif
    for (int i = 0; i < Lanes; ++i) {
        if constexpr (std::is_same_v<T, float>) x[i] = __builtin_sqrtf(x[i]);
        else x[i] = __builtin_sqrt(x[i]);
    }
    return x;
}

// The operand that compares greater (less), the second where neither does. GCC takes two instructions for the ternary.
template<class T, int Lanes>
TYPEGRAD_INLINE vector<T, Lanes> max_vector(vector<T, Lanes> a, vector<T, Lanes> b) {
#if defined(__AVX512F__) && !defined(__clang__)
    if constexpr (std::is_same_v<T, float> && Lanes == 16) return __builtin_ia32_maxps512_mask(a, b, a, -1, 4);
#endif
#if defined(__AVX__) && !defined(__clang__)
    if constexpr (std::is_same_v<T, float> && Lanes == 8) return __builtin_ia32_maxps256(a, b);
#endif
#if defined(__SSE2__) && !defined(__clang__)
    if constexpr (std::is_same_v<T, float> && Lanes == 4) return __builtin_ia32_maxps(a, b);
#endif
    return a > b ? a : b;
}
template<class T, int Lanes>
TYPEGRAD_INLINE vector<T, Lanes> min_vector(vector<T, Lanes> a, vector<T, Lanes> b) {
#if defined(__AVX512F__) && !defined(__clang__)
    if constexpr (std::is_same_v<T, float> && Lanes == 16) return __builtin_ia32_minps512_mask(a, b, a, -1, 4);
#endif
#if defined(__AVX__) && !defined(__clang__)
    if constexpr (std::is_same_v<T, float> && Lanes == 8) return __builtin_ia32_minps256(a, b);
#endif
#if defined(__SSE2__) && !defined(__clang__)
    if constexpr (std::is_same_v<T, float> && Lanes == 4) return __builtin_ia32_minps(a, b);
#endif
    return a < b ? a : b;
}

}
}
}

#endif
