#ifndef TYPEGRAD_LAYERS_DOT_HPP
#define TYPEGRAD_LAYERS_DOT_HPP

#include <cstddef>
#include <string_view>

#include "../core/bundle.hpp"
#include "../core/parameter.hpp"
#include "../simd/rows.hpp"
#include "bundle_shape.hpp"

namespace typegrad {

namespace detail {
template<class Shape>
struct without_last {
    using type = shape<1>;
};
template<std::size_t First, std::size_t Second, std::size_t... Rest>
struct without_last<shape<First, Second, Rest...>> {
    template<class Done, std::size_t... Left>
    struct drop;
    template<std::size_t... Done, std::size_t Next, std::size_t After, std::size_t... Left>
    struct drop<shape<Done...>, Next, After, Left...> : drop<shape<Done..., Next>, After, Left...> {};
    template<std::size_t... Done, std::size_t Last>
    struct drop<shape<Done...>, Last> {
        using type = shape<Done...>;
    };
    using type = typename drop<shape<>, First, Second, Rest...>::type;
};
}

// y = sum over i of x0[i] x1[i], along the last axis: how alike two vectors are
//   shapes  bundle of two <..., N> -> <...>, or <1> for two vectors
//   cost    N multiply-adds a row; x0 and x1 are kept for backward
//   errors  "two items of one shape": the bundle is another
struct dot {
    static constexpr std::string_view name = "dot";
    static constexpr bool reads_bundle = true;
    template<class In>
    using output = typename detail::without_last<first_item<In>>::type;
    template<class In>
    static consteval bool reads() {
        constexpr bool fits = item_total<In> == 2 && items_agree<In>;
        static_assert(fits, "dot: it reads a bundle of two items of one shape; use fork or pick to make one");
        return fits;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        const auto a = x.template get<0>();
        const auto b = x.template get<1>();
        for (std::size_t r = 0; r < a.rows(); ++r)
            y.row(r / Y::width()).store(r % Y::width(), simd::sum_of<a.width()>([](auto u, auto v) TYPEGRAD_INLINE_LAMBDA { return u * v; }, a.row(r), b.row(r)));
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        const auto a = x.template get<0>();
        const auto b = x.template get<1>();
        for (std::size_t r = 0; r < a.rows(); ++r) {
            const V up = dy.row(r / Y::width()).load(r % Y::width());
            simd::map<a.width()>(dx.template get<0>().row(r), [up](auto v) TYPEGRAD_INLINE_LAMBDA { return v * up; }, b.row(r));
            simd::map<a.width()>(dx.template get<1>().row(r), [up](auto v) TYPEGRAD_INLINE_LAMBDA { return v * up; }, a.row(r));
        }
    }
};

}

#endif
