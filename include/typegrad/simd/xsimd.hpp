#ifndef TYPEGRAD_SIMD_XSIMD_HPP
#define TYPEGRAD_SIMD_XSIMD_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <xsimd/xsimd.hpp>

#include "../config.hpp"
#include "../core/bf16.hpp"
#include "partial.hpp"
#include "scalar.hpp"

// The batch over xsimd, from 8.1 on: its arithmetic, comparisons and registers. Partial loads and lane shuffles, which
// not every version has, work on the register itself.
namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {

template<class T, int Lanes>
struct batch {
    using scalar = T;
    // xsimd has nothing shorter than four lanes: two are the first of such a register.
    using native = xsimd::make_sized_batch_t<T, static_cast<std::size_t>(Lanes < 4 ? 4 : Lanes)>;
    using mask = typename native::batch_bool_type;
    using registers = detail::vector<T, Lanes>;
    static constexpr int lanes = Lanes;
    native value;

    batch() = default;
    TYPEGRAD_INLINE batch(native v) : value(v) {}
    template<class N>
        requires std::is_arithmetic_v<N>
    TYPEGRAD_INLINE batch(N x) : value(static_cast<T>(x)) {}

    TYPEGRAD_INLINE static batch from(registers v) {
        typename native::register_type r{};
        static_assert(sizeof r >= sizeof v);
        __builtin_memcpy(&r, &v, sizeof v);
        return native(r);
    }
    TYPEGRAD_INLINE registers to() const {
        const typename native::register_type r = value;
        registers v;
        __builtin_memcpy(&v, &r, sizeof v);
        return v;
    }

    template<class U>
    TYPEGRAD_INLINE static batch load(const U* p) {
        if constexpr (std::is_same_v<T, U> && native::size == Lanes) return native::load_unaligned(p);
        else return from(detail::load_vector<T, Lanes>(p));
    }
    template<class U>
    TYPEGRAD_INLINE static batch splat(const U* p) { return batch(static_cast<T>(*p)); }
    // The first Count lanes; zero in the others, and nothing beyond them is read.
    template<int Count, class U>
    TYPEGRAD_INLINE static batch load_first(const U* p) { return from(detail::load_vector_first<T, Lanes, Count>(p)); }
    // One half of as many words: the bf16 numbers of two batches share them.
    template<int Upper>
    TYPEGRAD_INLINE static batch load_half(const bf16* p) {
        const auto words = detail::load_vector<std::uint32_t, Lanes>(reinterpret_cast<const std::uint32_t*>(p));
        return from(registers(Upper ? words & 0xFFFF0000u : words << 16));
    }
    TYPEGRAD_INLINE void store(T* p) const {
        if constexpr (native::size == Lanes) value.store_unaligned(p);
        else store_first<Lanes>(p);
    }
    template<int Count>
    TYPEGRAD_INLINE void store_first(T* p) const { detail::store_vector_first<T, Lanes, Count>(p, to()); }
    TYPEGRAD_INLINE T operator[](int lane) const { return to()[lane]; }

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
    TYPEGRAD_INLINE friend batch select(mask m, batch a, batch b) { return xsimd::select(m, a.value, b.value); }
    TYPEGRAD_INLINE friend batch max(batch a, batch b) { return xsimd::max(a.value, b.value); }
    TYPEGRAD_INLINE friend batch min(batch a, batch b) { return xsimd::min(a.value, b.value); }
    TYPEGRAD_INLINE friend batch abs(batch a) { return xsimd::abs(a.value); }
    // xsimd 8.1 multiplies and adds separately on AVX-512; in one expression the compiler fuses where the machine can.
    TYPEGRAD_INLINE friend batch fma(batch a, batch b, batch c) { return from(a.to() * b.to() + c.to()); }
};

// The same bits read as another type.
template<class To, class T, int Lanes>
    requires(Lanes > 1)
TYPEGRAD_INLINE batch<To, Lanes> as(batch<T, Lanes> x) {
    return batch<To, Lanes>::from(detail::vector<To, Lanes>(x.to()));
}

// v, in a register.
template<class T, int Lanes>
    requires(Lanes > 1)
TYPEGRAD_INLINE batch<T, Lanes> hold(batch<T, Lanes> v) {
    auto r = v.to();
    detail::keep_vector(r);
    return batch<T, Lanes>::from(r);
}

// Lanes chosen from two batches: 0 .. Lanes - 1 name a's, Lanes .. 2 Lanes - 1 name b's.
template<int... Lane, class T, int Lanes>
TYPEGRAD_INLINE batch<T, Lanes> shuffle(batch<T, Lanes> a, batch<T, Lanes> b) {
    return batch<T, Lanes>::from(__builtin_shufflevector(a.to(), b.to(), Lane...));
}

template<class T, int Lanes>
    requires(Lanes > 1)
TYPEGRAD_INLINE batch<T, Lanes> sqrt(batch<T, Lanes> x) { return xsimd::sqrt(x.value); }

}
}

#endif
