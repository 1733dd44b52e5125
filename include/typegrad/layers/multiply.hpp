#ifndef TYPEGRAD_LAYERS_MULTIPLY_HPP
#define TYPEGRAD_LAYERS_MULTIPLY_HPP

#include <cstddef>
#include <string_view>

#include "../core/bundle.hpp"
#include "../core/parameter.hpp"
#include "../simd/rows.hpp"
#include "bundle_shape.hpp"

namespace typegrad {

// y = x0 x1, element by element: a gate. Both have one shape, or the second has one number for each channel (the last
// axis), or one by itself
//   shapes  bundle of <..., C> and one of <..., C>, <C>, <1> -> <..., C>
//   cost    one multiplication an element; x0 and x1 are kept for backward
//   errors  "two items", "the second item": their shapes do not fit
struct multiply {
    static constexpr std::string_view name = "multiply";
    static constexpr bool reads_bundle = true, by_element = true;
    template<class In>
    using output = first_item<In>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = item_total<In> == 2, agree = !shaped || fits<item_of<0, In>, item_of<1, In>>;
        static_assert(shaped, "multiply: it reads a bundle of two items; use fork or use<...> to make one");
        static_assert(agree, "multiply: the second item must have the shape of the first, or one number for each channel; bring it to that");
        return shaped && agree;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        const auto a = x.template get<0>();
        const auto b = x.template get<1>();
        for (std::size_t r = 0; r < Y::rows(); ++r)
            with_factor(b, r, [&](auto factor) TYPEGRAD_INLINE_LAMBDA {
                simd::along<Y::width(), typename Y::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.store(y.row(r), at.load(a.row(r)) * factor(at)); });
            });
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        constexpr std::size_t n = Y::width();
        const auto a = x.template get<0>();
        const auto b = x.template get<1>();
        const auto da = dx.template get<0>();
        const auto db = dx.template get<1>();
        db.clear();
        for (std::size_t r = 0; r < Y::rows(); ++r) {
            with_factor(b, r, [&](auto factor) TYPEGRAD_INLINE_LAMBDA {
                simd::along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.store(da.row(r), at.load(dy.row(r)) * factor(at)); });
            });
            const auto to = db.row(db.rows() == 1 ? 0 : r);
            if constexpr (db.width() == n) simd::along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.add(to, at.load(dy.row(r)) * at.load(a.row(r))); });
            else to.add(0, simd::sum_of<n>([](auto d, auto v) TYPEGRAD_INLINE_LAMBDA { return d * v; }, dy.row(r), a.row(r)));
        }
    }

private:
    template<class A, class B>
    static constexpr bool fits = std::is_same_v<A, B> || (B::rank == 1 && (B::size == 1 || B::size == A::extent(A::rank - 1)));

    // f(what to multiply the parts of row r with)
    template<class B, class F>
    TYPEGRAD_INLINE static constexpr void with_factor(B b, std::size_t r, F f) {
        if constexpr (B::rows() == 1 && B::width() == 1) {
            const typename B::value_type one = b.row(0).load(0);
            f([one](auto at) TYPEGRAD_INLINE_LAMBDA { return typename decltype(at)::value_type(one); });
        } else {
            const auto row = b.row(B::rows() == 1 ? 0 : r);
            f([row](auto at) TYPEGRAD_INLINE_LAMBDA { return at.load(row); });
        }
    }
};

}

#endif
