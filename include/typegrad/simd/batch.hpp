#ifndef TYPEGRAD_SIMD_BATCH_HPP
#define TYPEGRAD_SIMD_BATCH_HPP

#include <cstddef>
#include <cstdint>
#include <utility>

#include "../config.hpp"
#include "scalar.hpp"
#if defined(TYPEGRAD_BACKEND_XSIMD)
#include "xsimd.hpp"
#elif defined(TYPEGRAD_BACKEND_VECTOR)
#include "vector.hpp"
#endif

// batch<T, Lanes>: a short vector in a register, over xsimd, the compiler's vector extension or plain scalars; the same
// operations and, within rounding, the same results. load and store take any alignment.
namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {

// The widest batch of this machine. Doubles are for references and constants: one lane.
template<class T>
inline constexpr int lanes = sizeof(T) == 4 && TYPEGRAD_VECTOR_BYTES ? TYPEGRAD_VECTOR_BYTES / 4 : 1;

inline constexpr int registers = TYPEGRAD_VECTOR_REGISTERS;

namespace detail {
// Lane j of the result: a where bit Bit of j is clear, the partner lane of b where it is set.
template<int Bit, bool High, int Lanes, class V, std::size_t... J>
TYPEGRAD_INLINE V mix(V a, V b, std::index_sequence<J...>) {
    return shuffle<((static_cast<int>(J) & Bit) ? static_cast<int>(J) + (High ? 0 : -Bit) + Lanes : static_cast<int>(J) + (High ? Bit : 0))...>(a, b);
}
template<int Bit, bool High, class V>
TYPEGRAD_INLINE V mix(V a, V b) {
    return mix<Bit, High, V::lanes>(a, b, std::make_index_sequence<static_cast<std::size_t>(V::lanes)>{});
}

template<int Bit, int First, int Count, class V>
TYPEGRAD_INLINE V sum_lanes(const V* v) {
    if constexpr (First >= Count) {
        return V(0);
    } else if constexpr (Bit == 0) {
        return v[First];
    } else {
        const V a = sum_lanes<Bit / 2, First, Count>(v), b = sum_lanes<Bit / 2, First + Bit, Count>(v);
        return mix<Bit, false>(a, b) + mix<Bit, true>(a, b);
    }
}
}

// Lane j of the result is the sum of all lanes of v[j]: one tree of shuffles for Count <= lanes batches.
template<int Count, class V>
TYPEGRAD_INLINE V sum_lanes(const V* v) {
    if constexpr (V::lanes == 1) return v[0];
    else return detail::sum_lanes<V::lanes / 2, 0, Count>(v);
}

// The sum of all lanes of one batch, always in the same order.
template<class V>
TYPEGRAD_INLINE typename V::scalar sum(V v) { return sum_lanes<1>(&v)[0]; }

// Rows become columns: t[i][j] and t[j][i] change places, in registers.
template<class V>
TYPEGRAD_INLINE void transpose(V* t) {
    constexpr int n = V::lanes;
    auto stage = [&]<int Bit>(std::integral_constant<int, Bit>) TYPEGRAD_INLINE_LAMBDA {
        [&]<std::size_t... I>(std::index_sequence<I...>) TYPEGRAD_INLINE_LAMBDA {
            ([&]() TYPEGRAD_INLINE_LAMBDA {
                if constexpr ((static_cast<int>(I) & Bit) == 0) {
                    const V a = t[I], b = t[static_cast<int>(I) + Bit];
                    t[I] = detail::mix<Bit, false>(a, b);
                    t[static_cast<int>(I) + Bit] = detail::mix<Bit, true>(a, b);
                }
            }(), ...);
        }(std::make_index_sequence<static_cast<std::size_t>(n)>{});
    };
    if constexpr (n >= 2) stage(std::integral_constant<int, 1>{});
    if constexpr (n >= 4) stage(std::integral_constant<int, 2>{});
    if constexpr (n >= 8) stage(std::integral_constant<int, 4>{});
    if constexpr (n >= 16) stage(std::integral_constant<int, 8>{});
}

// Lanes 0 .. Count - 1, whole numbers below 256, as bytes. V::load reads them back.
template<int Count, class V>
TYPEGRAD_INLINE void store_bytes(V v, std::uint8_t* p) {
    typename V::scalar each[V::lanes];
    v.store(each);
    for (int i = 0; i < Count; ++i) p[i] = static_cast<std::uint8_t>(static_cast<int>(each[i]));
}

}
}

#endif
