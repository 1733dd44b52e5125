#ifndef TYPEGRAD_CORE_TENSOR_HPP
#define TYPEGRAD_CORE_TENSOR_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "shape.hpp"

namespace typegrad {

// A tensor over somebody else's numbers: a pointer whose shape is known to the compiler. Any alignment will do.
template<class T, class Shape>
class view {
public:
    using value_type = std::remove_const_t<T>;
    using shape_type = Shape;

    constexpr view() = default;
    TYPEGRAD_INLINE constexpr explicit view(T* data) : data_(data) {}

    TYPEGRAD_INLINE constexpr T* data() const { return data_; }
    TYPEGRAD_INLINE static constexpr std::size_t size() { return Shape::size; }
    TYPEGRAD_INLINE constexpr T* begin() const { return data_; }
    TYPEGRAD_INLINE constexpr T* end() const { return data_ + Shape::size; }
    TYPEGRAD_INLINE constexpr T& operator[](std::size_t i) const { return data_[i]; }
    template<class... Index>
        requires(sizeof...(Index) == Shape::rank)
    TYPEGRAD_INLINE constexpr T& operator()(Index... index) const {
        return data_[Shape::offset(index...)];
    }

private:
    T* data_ = nullptr;
};

// A dense tensor of fixed shape: an aggregate, trivially copyable, zero when default-constructed, row-major.
template<class T, class Shape>
struct tensor {
    using value_type = T;
    using shape_type = Shape;

    T elements[Shape::size ? Shape::size : 1]{};

    TYPEGRAD_INLINE constexpr T* data() { return elements; }
    TYPEGRAD_INLINE constexpr const T* data() const { return elements; }
    TYPEGRAD_INLINE static constexpr std::size_t size() { return Shape::size; }
    TYPEGRAD_INLINE constexpr T* begin() { return elements; }
    TYPEGRAD_INLINE constexpr const T* begin() const { return elements; }
    TYPEGRAD_INLINE constexpr T* end() { return elements + Shape::size; }
    TYPEGRAD_INLINE constexpr const T* end() const { return elements + Shape::size; }
    TYPEGRAD_INLINE constexpr T& operator[](std::size_t i) { return elements[i]; }
    TYPEGRAD_INLINE constexpr const T& operator[](std::size_t i) const { return elements[i]; }
    template<class... Index>
        requires(sizeof...(Index) == Shape::rank)
    TYPEGRAD_INLINE constexpr T& operator()(Index... index) {
        return elements[Shape::offset(index...)];
    }
    template<class... Index>
        requires(sizeof...(Index) == Shape::rank)
    TYPEGRAD_INLINE constexpr const T& operator()(Index... index) const {
        return elements[Shape::offset(index...)];
    }

    TYPEGRAD_INLINE friend constexpr bool operator==(const tensor& a, const tensor& b) {
        for (std::size_t i = 0; i < Shape::size; ++i)
            if (!(a.elements[i] == b.elements[i])) return false;
        return true;
    }
};

// A tensor, a view, or anything else with a shape known to the compiler and contiguous elements.
template<class X>
concept shaped = requires(const X& x) {
    typename std::remove_cvref_t<X>::shape_type;
    x.data();
};

template<class X>
using shape_of = typename std::remove_cvref_t<X>::shape_type;

}

#endif
