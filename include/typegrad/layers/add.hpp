#ifndef TYPEGRAD_LAYERS_ADD_HPP
#define TYPEGRAD_LAYERS_ADD_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/bundle.hpp"
#include "../core/parameter.hpp"
#include "../simd/rows.hpp"
#include "bundle_shape.hpp"

namespace typegrad {

// y = x0 + x1 + ...: the items of a bundle, which all have one shape
//   shapes  bundle of <...> -> <...>
//   cost    one addition an element and item; nothing kept for backward
//   errors  "the items must have one shape": project one of them first
struct add {
    static constexpr std::string_view name = "add";
    static constexpr bool reads_bundle = true, adds = true, by_element = true;
    template<class In>
    using output = first_item<In>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = is_bundle<In>, fits = !shaped || items_agree<In>;
        static_assert(shaped, "add: it reads a bundle; use fork, residual or use<...> to make one");
        static_assert(fits, "add: the items must have one shape; bring them to it first, such as by a dense or a 1 x 1 convolution");
        return shaped && fits;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        constexpr std::size_t n = Y::width();
        for (std::size_t r = 0; r < Y::rows(); ++r) {
            const auto out = y.row(r);
            simd::map<n>(out, [](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a + b; }, x.template get<0>().row(r), x.template get<1>().row(r));
            x.template each_from<2>([&](auto item) TYPEGRAD_INLINE_LAMBDA {
                simd::map<n>(out, [](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a + b; }, out, item.row(r));
            });
        }
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        dx.each([&](auto item) TYPEGRAD_INLINE_LAMBDA {
            for (std::size_t r = 0; r < Y::rows(); ++r) simd::map<Y::width()>(item.row(r), [](auto d) TYPEGRAD_INLINE_LAMBDA { return d; }, dy.row(r));
        });
    }
};

}

#endif
