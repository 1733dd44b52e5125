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
    constexpr explicit view(T* data) : data_(data) {}

    constexpr T* data() const { return data_; }
    static constexpr std::size_t size() { return Shape::size; }
    constexpr T* begin() const { return data_; }
    constexpr T* end() const { return data_ + Shape::size; }
    constexpr T& operator[](std::size_t i) const { return data_[i]; }
    template<class... Index>
        requires(sizeof...(Index) == Shape::rank)
    constexpr T& operator()(Index... index) const {
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

    constexpr T* data() { return elements; }
    constexpr const T* data() const { return elements; }
    static constexpr std::size_t size() { return Shape::size; }
    constexpr T* begin() { return elements; }
    constexpr const T* begin() const { return elements; }
    constexpr T* end() { return elements + Shape::size; }
    constexpr const T* end() const { return elements + Shape::size; }
    constexpr T& operator[](std::size_t i) { return elements[i]; }
    constexpr const T& operator[](std::size_t i) const { return elements[i]; }
    template<class... Index>
        requires(sizeof...(Index) == Shape::rank)
    constexpr T& operator()(Index... index) {
        return elements[Shape::offset(index...)];
    }
    template<class... Index>
        requires(sizeof...(Index) == Shape::rank)
    constexpr const T& operator()(Index... index) const {
        return elements[Shape::offset(index...)];
    }

    friend constexpr bool operator==(const tensor& a, const tensor& b) {
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
