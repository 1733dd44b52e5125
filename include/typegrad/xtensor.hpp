#ifndef TYPEGRAD_XTENSOR_HPP
#define TYPEGRAD_XTENSOR_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

#include <typegrad/typegrad.hpp>  // in angle brackets: the single header will do
#include <xtensor/xadapt.hpp>
#include <xtensor/xview.hpp>

// Our numbers as xtensor arrays, and xtensor arrays as our tensors, without a copy. Optional: needs xtensor.
namespace typegrad {

// An xtensor expression over numbers that somebody else keeps: row-major, its rank known to the compiler.
template<class T, std::size_t Rank>
using xtensor_over = xt::xtensor_adaptor<xt::xbuffer_adaptor<T*, xt::no_ownership, std::allocator<std::remove_const_t<T>>>, Rank, xt::layout_type::row_major>;

// A view of what was asked for, or why there is none. Look before you take: the view of a refusal is empty.
//   if (auto x = tg::as_tensor<lenet::input>(image)) run(*x); else std::fputs(x.state().message, stderr);
template<class View>
class [[nodiscard]] checked {
public:
    checked(const View& view) : view_(view) {}
    checked(const status& why) : why_(why) {}

    explicit operator bool() const { return why_.ok(); }
    const View& operator*() const { return view_; }
    const View* operator->() const { return &view_; }
    const status& state() const { return why_; }

private:
    View view_{};
    status why_{};
};

namespace detail {
// Whether the numbers outlive the expression X: it is an lvalue, or it only points at them.
template<class X>
inline constexpr bool borrowed = std::is_lvalue_reference_v<X>;
template<class T, class Shape>
inline constexpr bool borrowed<view<T, Shape>> = true;
template<class Net, class T>
inline constexpr bool borrowed<parameters_view<Net, T>> = true;
template<class P, class A, std::size_t Rank, xt::layout_type L, class Tag>
inline constexpr bool borrowed<xt::xtensor_adaptor<xt::xbuffer_adaptor<P, xt::no_ownership, A>, Rank, L, Tag>> = true;
template<class C, std::size_t Rank, xt::layout_type L, class Tag>
inline constexpr bool borrowed<xt::xtensor_adaptor<C, Rank, L, Tag>> = std::is_lvalue_reference_v<C>;
template<class E, class... Slices>
inline constexpr bool borrowed<xt::xview<E, Slices...>> = borrowed<E>;

template<class X>
using element_of = std::remove_pointer_t<decltype(std::declval<X&>().data())>;

template<class P>
concept parameter_array = requires(P& p) {
    typename std::remove_cvref_t<P>::network;
    p.flat();
};
// An xtensor array, or a slice of one; a formula that is still to be computed has no data.
template<class A>
concept array_in_memory = requires(A& a) {
    a.data();
    a.data_offset();
    a.strides();
    a.dimension();
};

template<class Extents>
void append_extents(status& s, const Extents& extents, std::size_t rank) {
    s.append("<");
    for (std::size_t a = 0; a < rank; ++a) s.append(a ? "," : "").append(static_cast<std::size_t>(extents[a]));
    s.append(">");
}

// Whether an array has this shape; then, whether its numbers lie row-major and without gaps.
template<class A, std::size_t Rank>
status compare_shape(std::string_view who, const A& array, const std::array<std::size_t, Rank>& wanted) {
    const auto& given = array.shape();
    if (array.dimension() == Rank && std::equal(wanted.begin(), wanted.end(), given.begin())) return {};
    status s(error::mismatch, who);
    s.append(": the array has shape ");
    append_extents(s, given, array.dimension());
    s.append(" instead of ");
    append_extents(s, wanted, Rank);
    return s;
}
template<class A, std::size_t Rank>
status compare_layout(std::string_view who, const A& array, const std::array<std::size_t, Rank>& wanted) {
    std::ptrdiff_t stride = 1;
    for (std::size_t a = Rank; a-- > 0; stride *= static_cast<std::ptrdiff_t>(wanted[a]))
        if (wanted[a] != 1 && static_cast<std::ptrdiff_t>(array.strides()[a]) != stride)
            return status(error::mismatch, who).append(": the numbers do not lie row-major without gaps; copy them with tg::assign, or into a row-major xt::xtensor");
    return {};
}

template<class Shape>
constexpr std::array<std::size_t, Shape::rank> extents_of() {
    std::array<std::size_t, Shape::rank> extents{};
    for (std::size_t a = 0; a < Shape::rank; ++a) extents[a] = Shape::extent(a);
    return extents;
}
template<class T, std::size_t Rank>
xtensor_over<T, Rank> array_over(T* data, const std::array<std::size_t, Rank>& extents) {
    std::size_t size = 1;
    for (const std::size_t extent : extents) size *= extent;
    return {xt::xbuffer_adaptor<T*, xt::no_ownership, std::allocator<std::remove_const_t<T>>>(+data, size), extents};
}
}

// The same numbers as an xtensor expression, shape for shape: of a tensor, of a view such as p.get<0>().weight, of the
// result of an inference. What is const stays const. Its data must outlive it: a temporary tensor is refused.
//   tg::as_xtensor(y) = xt::exp(...)   writes through; xtensor throws for another size, tg::assign looks at the shape
template<shaped X>
    requires detail::borrowed<X>
auto as_xtensor(X&& x) {
    return detail::array_over<detail::element_of<X>>(x.data(), detail::extents_of<shape_of<X>>());
}

// The first n samples of a batch (all of it, if it has no more).
//   const auto& ys = batch(xs, n);     xt::argmax(tg::as_xtensor(ys, n), 1)
template<shaped X>
    requires(detail::borrowed<X> && shape_of<X>::rank > 0)
auto as_xtensor(X&& x, std::size_t n) {
    auto extents = detail::extents_of<shape_of<X>>();
    extents[0] = std::min(n, extents[0]);
    return detail::array_over<detail::element_of<X>>(x.data(), extents);
}

// All parameters in one row, as p.flat().
template<detail::parameter_array P>
    requires detail::borrowed<P>
auto as_xtensor(P&& p) {
    return detail::array_over<detail::element_of<P>>(p.data(), std::array{p.flat().size()});
}

// An array of exactly this shape as a tensor: a view over its numbers, which must outlive it (a temporary is refused).
//   errors  "the array has shape": another rank or extent
//           "the numbers do not lie row-major": column-major, transposed, broadcast, a slice with gaps
template<class Shape, detail::array_in_memory A>
    requires detail::borrowed<A>
auto as_tensor(A&& array) {
    using result = checked<view<detail::element_of<A>, Shape>>;
    constexpr auto wanted = detail::extents_of<Shape>();
    if (const status s = detail::compare_shape("as_tensor", array, wanted); !s) return result(s);
    if (const status s = detail::compare_layout("as_tensor", array, wanted); !s) return result(s);
    return result(view<detail::element_of<A>, Shape>(array.data() + array.data_offset()));
}

// An array of any number of samples of this shape as one span, samples one after another: what inference, evaluate and
// trainer::epoch take. Errors as above.
//   if (auto xs = tg::as_samples<lenet::input>(images)) fit.epoch(p, *xs, labels);
template<class Shape, detail::array_in_memory A>
    requires detail::borrowed<A>
auto as_samples(A&& array) {
    using result = checked<std::span<detail::element_of<A>>>;
    auto wanted = detail::extents_of<typename Shape::template prepend<0>>();
    if (array.dimension() > 0) wanted[0] = static_cast<std::size_t>(array.shape()[0]);
    if (const status s = detail::compare_shape("as_samples", array, wanted); !s) return result(s);
    if (const status s = detail::compare_layout("as_samples", array, wanted); !s) return result(s);
    return result(std::span<detail::element_of<A>>(array.data() + array.data_offset(), array.size()));
}

// to = from, element for element: a copy of any expression, wherever its numbers lie. The shapes must be the same (nothing
// is broadcast), or nothing is written.
template<shaped X, class E>
    requires detail::borrowed<X>
status assign(X&& to, const xt::xexpression<E>& from) {
    const status s = detail::compare_shape("assign", from.derived_cast(), detail::extents_of<shape_of<X>>());
    if (!s) return s;
    const xt::xarray<detail::element_of<X>, xt::layout_type::row_major> copy = from;  // it may read what it overwrites
    std::copy(copy.data(), copy.data() + copy.size(), to.data());
    return s;
}

}

#endif
