#ifndef TYPEGRAD_CORE_BUNDLE_HPP
#define TYPEGRAD_CORE_BUNDLE_HPP

#include <cstddef>

#include "tensor.hpp"
#include "type_list.hpp"

namespace typegrad {

namespace detail {
inline constexpr std::size_t max_items = 8;  // that a bundle, and so a layer's input, can have
}

// Several shapes that flow together, such as the two inputs of a network: their numbers lie one after the other. It has no
// axes of its own, so that a layer that wants a vector says so. A bundle within a bundle counts as its items.
template<class... Items>
struct bundle {
    static constexpr std::size_t items = sizeof...(Items), rank = 0, size = (std::size_t{0} + ... + Items::size);
    static constexpr std::size_t extents[1] = {1};

    TYPEGRAD_INLINE static constexpr std::size_t extent(std::size_t) { return 1; }

    // Where item I begins.
    template<std::size_t I>
    TYPEGRAD_INLINE static constexpr std::size_t offset_of() {
        constexpr std::size_t sizes[] = {Items::size...};
        std::size_t at = 0;
        for (std::size_t i = 0; i < I; ++i) at += sizes[i];
        return at;
    }
    // Samples of it, one after the other.
    template<std::size_t First>
    using prepend = shape<First, size>;
};

template<class T>
inline constexpr bool is_bundle = false;
template<class... Items>
inline constexpr bool is_bundle<bundle<Items...>> = true;

// A bundle of numbers: one array, seen as tensors.
//   auto y = tg::apply(p, x);     y.get<1>()(0, 3)
template<class T, class... Items>
struct tensor<T, bundle<Items...>> {
    using value_type = T;
    using shape_type = bundle<Items...>;

    T elements[shape_type::size ? shape_type::size : 1]{};

    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() {
        return view<T, type_at<I, type_list<Items...>>>(elements + shape_type::template offset_of<I>());
    }
    template<std::size_t I>
    TYPEGRAD_INLINE constexpr auto get() const {
        return view<const T, type_at<I, type_list<Items...>>>(elements + shape_type::template offset_of<I>());
    }
    TYPEGRAD_INLINE constexpr T* data() { return elements; }
    TYPEGRAD_INLINE constexpr const T* data() const { return elements; }
    TYPEGRAD_INLINE static constexpr std::size_t size() { return shape_type::size; }
    TYPEGRAD_INLINE constexpr T* begin() { return elements; }
    TYPEGRAD_INLINE constexpr const T* begin() const { return elements; }
    TYPEGRAD_INLINE constexpr T* end() { return elements + size(); }
    TYPEGRAD_INLINE constexpr const T* end() const { return elements + size(); }
    TYPEGRAD_INLINE constexpr T& operator[](std::size_t i) { return elements[i]; }
    TYPEGRAD_INLINE constexpr const T& operator[](std::size_t i) const { return elements[i]; }
};

}

#endif
