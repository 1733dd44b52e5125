#ifndef TYPEGRAD_SIMD_VECTOR_HPP
#define TYPEGRAD_SIMD_VECTOR_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/bf16.hpp"
#include "partial.hpp"
#include "scalar.hpp"

// The batch over the vector extension of GCC and Clang: full speed without a single include.
namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {

template<class T, int Lanes>
struct batch {
    using scalar = T;
    using native = typename detail::vector_of<T, Lanes>::type;
    using mask = decltype(native{} < native{});
    static constexpr int lanes = Lanes;
    native value;

    batch() = default;
    TYPEGRAD_INLINE batch(native v) : value(v) {}
    // A broadcast, not an addition: {} + x would turn -0 into 0 and cost an instruction.
    template<class N>
        requires std::is_arithmetic_v<N>
    TYPEGRAD_INLINE batch(N x) : value(broadcast(static_cast<T>(x), std::make_index_sequence<Lanes>{})) {}

    template<class U>
    TYPEGRAD_INLINE static batch load(const U* p) { return detail::load_vector<T, Lanes>(p); }
    template<class U>
    TYPEGRAD_INLINE static batch splat(const U* p) { return batch(static_cast<T>(*p)); }
    // The first Count lanes; zero in the others, and nothing beyond them is read.
    template<int Count, class U>
    TYPEGRAD_INLINE static batch load_first(const U* p) { return detail::load_vector_first<T, Lanes, Count>(p); }
    // One half of as many words: the bf16 numbers of two batches share them.
    template<int Upper>
    TYPEGRAD_INLINE static batch load_half(const bf16* p) {
        const auto words = detail::load_vector<std::uint32_t, Lanes>(reinterpret_cast<const std::uint32_t*>(p));
        return native(Upper ? words & 0xFFFF0000u : words << 16);
    }
    TYPEGRAD_INLINE void store(T* p) const { __builtin_memcpy(p, &value, sizeof(native)); }
    template<int Count>
    TYPEGRAD_INLINE void store_first(T* p) const { detail::store_vector_first<T, Lanes, Count>(p, value); }
    TYPEGRAD_INLINE T operator[](int lane) const { return value[lane]; }

    TYPEGRAD_INLINE friend batch operator+(batch a, batch b) { return a.value + b.value; }
    TYPEGRAD_INLINE friend batch operator-(batch a, batch b) { return a.value - b.value; }
    TYPEGRAD_INLINE friend batch operator*(batch a, batch b) { return a.value * b.value; }
    TYPEGRAD_INLINE friend batch operator/(batch a, batch b) { return a.value / b.value; }
    TYPEGRAD_INLINE friend batch operator-(batch a) { return -a.value; }
    TYPEGRAD_INLINE friend batch operator&(batch a, batch b) { return a.value & b.value; }
    TYPEGRAD_INLINE friend batch operator|(batch a, batch b) { return a.value | b.value; }
    TYPEGRAD_INLINE friend batch operator<<(batch a, int n) { return a.value << n; }
    TYPEGRAD_INLINE friend batch operator>>(batch a, int n) { return a.value >> n; }
    TYPEGRAD_INLINE batch& operator+=(batch b) { return *this = *this + b; }
    TYPEGRAD_INLINE batch& operator-=(batch b) { return *this = *this - b; }
    TYPEGRAD_INLINE batch& operator*=(batch b) { return *this = *this * b; }
    TYPEGRAD_INLINE friend mask operator<(batch a, batch b) { return a.value < b.value; }
    TYPEGRAD_INLINE friend mask operator>(batch a, batch b) { return a.value > b.value; }
    TYPEGRAD_INLINE friend mask operator<=(batch a, batch b) { return a.value <= b.value; }
    TYPEGRAD_INLINE friend mask operator>=(batch a, batch b) { return a.value >= b.value; }
    TYPEGRAD_INLINE friend mask operator==(batch a, batch b) { return a.value == b.value; }
    TYPEGRAD_INLINE friend mask operator!=(batch a, batch b) { return a.value != b.value; }
    TYPEGRAD_INLINE friend batch select(mask m, batch a, batch b) { return m ? a.value : b.value; }
    TYPEGRAD_INLINE friend batch max(batch a, batch b) { return detail::max_vector<T, Lanes>(a.value, b.value); }
    TYPEGRAD_INLINE friend batch min(batch a, batch b) { return detail::min_vector<T, Lanes>(a.value, b.value); }
    TYPEGRAD_INLINE friend batch abs(batch a) {
        using bits = batch<std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>, Lanes>;
        return native(typename bits::native(a.value) & ~bits(static_cast<typename bits::scalar>(std::uint64_t{1} << (8 * sizeof(T) - 1))).value);
    }
    TYPEGRAD_INLINE friend batch fma(batch a, batch b, batch c) { return a.value * b.value + c.value; }

private:
    template<std::size_t... I>
    TYPEGRAD_INLINE static native broadcast(T x, std::index_sequence<I...>) { return native{((void)I, x)...}; }
};

// The same bits read as another type.
template<class To, class T, int Lanes>
    requires(Lanes > 1)
TYPEGRAD_INLINE batch<To, Lanes> as(batch<T, Lanes> x) { return typename batch<To, Lanes>::native(x.value); }

// v, in a register.
template<class T, int Lanes>
    requires(Lanes > 1)
TYPEGRAD_INLINE batch<T, Lanes> hold(batch<T, Lanes> v) {
    detail::keep_vector(v.value);
    return v;
}

// Lanes chosen from two batches: 0 .. Lanes - 1 name a's, Lanes .. 2 Lanes - 1 name b's.
template<int... Lane, class T, int Lanes>
TYPEGRAD_INLINE batch<T, Lanes> shuffle(batch<T, Lanes> a, batch<T, Lanes> b) {
    return __builtin_shufflevector(a.value, b.value, Lane...);
}

template<class T, int Lanes>
    requires(Lanes > 1)
TYPEGRAD_INLINE batch<T, Lanes> sqrt(batch<T, Lanes> x) { return detail::sqrt_vector<T, Lanes>(x.value); }

}
}

#endif
