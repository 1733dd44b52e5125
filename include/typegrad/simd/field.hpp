#ifndef TYPEGRAD_SIMD_FIELD_HPP
#define TYPEGRAD_SIMD_FIELD_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "../core/layout.hpp"
#include "../core/type_list.hpp"
#include "batch.hpp"

namespace typegrad::simd {
inline namespace TYPEGRAD_ARCH {

// The sum of a scalar's one lane.
template<number T>
TYPEGRAD_INLINE constexpr T sum(T x) { return x; }

// A tensor whose elements are V: numbers, or batches that hold the same element of several samples. A layer that is not
// a contraction is written once against it, as if for one sample. L::value says where the elements lie.
template<class V, class L, class T>
struct field {
    using value_type = V;
    using layout_type = L;
    static constexpr layout where = L::value;

    T* data;

    static constexpr std::size_t extent(int axis) { return static_cast<std::size_t>(where.extent[axis]); }

    // All axes but the last, as one: rows() rows of width() elements.
    static constexpr std::size_t width() { return static_cast<std::size_t>(where.extent[where.rank - 1]); }
    static constexpr std::size_t rows() {
        std::size_t n = 1;
        for (int a = 0; a + 1 < where.rank; ++a) n *= extent(a);
        return n;
    }
    struct row_of {
        using value_type = V;
        T* data;
        static constexpr std::ptrdiff_t step = where.stride[where.rank - 1];

        TYPEGRAD_INLINE constexpr V load(std::size_t i) const { return get(data + static_cast<std::ptrdiff_t>(i) * step); }
        TYPEGRAD_INLINE constexpr void store(std::size_t i, V v) const { put(data + static_cast<std::ptrdiff_t>(i) * step, v); }
        TYPEGRAD_INLINE constexpr void add(std::size_t i, V v) const { store(i, load(i) + v); }
        // The row without its first i elements.
        TYPEGRAD_INLINE constexpr row_of from(std::size_t i) const { return {data + static_cast<std::ptrdiff_t>(i) * step}; }
    };
    TYPEGRAD_INLINE constexpr row_of row(std::size_t r) const {
        std::ptrdiff_t o = where.origin();
        if constexpr (rows_are_even()) return {data + o + static_cast<std::ptrdiff_t>(r) * where.stride[where.rank - 2]};
        for (int a = where.rank - 2; a >= 0; --a) {
            o += static_cast<std::ptrdiff_t>(r % extent(a)) * where.stride[a];
            r /= extent(a);
        }
        return {data + o};
    }
    // The row at these places of all axes but the last.
    TYPEGRAD_INLINE constexpr row_of at(const std::size_t* place) const {
        std::ptrdiff_t o = where.origin();
        for (int a = 0; a + 1 < where.rank; ++a) o += static_cast<std::ptrdiff_t>(place[a]) * where.stride[a];
        return {data + o};
    }

    // An image is height, width, channels; a sequence is an image one pixel wide.
    static constexpr std::size_t height() { return extent(0); }
    static constexpr std::size_t across() { return where.rank == 3 ? extent(1) : 1; }
    TYPEGRAD_INLINE constexpr row_of pixel(std::size_t h, std::size_t w) const {
        return {data + where.origin() + static_cast<std::ptrdiff_t>(h) * where.stride[0] + (where.rank == 3 ? static_cast<std::ptrdiff_t>(w) * where.stride[1] : 0)};
    }

    constexpr void clear() const {
        for (std::size_t r = 0; r < rows(); ++r)
            for (std::size_t i = 0; i < width(); ++i) row(r).store(i, V(0));
    }

private:
    // Whether one stride leads from each row to the next, which no border allows.
    static constexpr bool rows_are_even() {
        for (int a = where.rank - 2; a > 0; --a)
            if (where.stride[a - 1] != where.stride[a] * where.extent[a]) return false;
        return where.rank >= 2;
    }
    TYPEGRAD_INLINE static constexpr V get(const T* p) {
        if constexpr (std::is_arithmetic_v<V>) return *p;
        else return V::load(p);
    }
    TYPEGRAD_INLINE static constexpr void put(T* p, V v) {
        if constexpr (std::is_arithmetic_v<V>) *p = v;
        else v.store(p);
    }
};


namespace detail {
template<std::size_t I, class Field>
struct numbered_field {
    Field value;
};
template<class Numbers, class... Field>
struct fields_of;
template<std::size_t... I, class... Field>
struct fields_of<std::index_sequence<I...>, Field...> : numbered_field<I, Field>... {
    TYPEGRAD_INLINE constexpr explicit fields_of(Field... f) : numbered_field<I, Field>{f}... {}
};
}

// The operands of a layer that reads a bundle.
template<class... Field>
struct fields : detail::fields_of<std::index_sequence_for<Field...>, Field...> {
    using value_type = typename type_at<0, type_list<Field...>>::value_type;
    static constexpr std::size_t size = sizeof...(Field);

    using detail::fields_of<std::index_sequence_for<Field...>, Field...>::fields_of;

    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() const {
        return static_cast<const detail::numbered_field<I, type_at<I, type_list<Field...>>>&>(*this).value;
    }
    // f(field) for each in order, or for those from number First on.
    template<class F>
    TYPEGRAD_INLINE constexpr void each(F&& f) const {
        each_from<0>(f);
    }
    template<std::size_t First, class F>
    TYPEGRAD_INLINE constexpr void each_from(F&& f) const {
        [&]<std::size_t... I>(std::index_sequence<I...>) TYPEGRAD_INLINE_LAMBDA {
            (f(get<First + I>()), ...);
        }(std::make_index_sequence<sizeof...(Field) - First>{});
    }
};

}
}

#endif
