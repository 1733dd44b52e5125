#ifndef TYPEGRAD_LAYERS_PERMUTE_HPP
#define TYPEGRAD_LAYERS_PERMUTE_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/pairing.hpp"

namespace typegrad {

// Axis i of y is axis Axes[i] of x: permute<1, 0> transposes a matrix, permute<2, 0, 1> puts the channels first
//   shapes  <N0, N1, ..> -> <N of Axes[0], N of Axes[1], ..>
//   cost    one load and store an element; of neighbours only where the last axis stays
//   errors  "it must name each axis once": an axis is missing, named twice, or not there
//   source  torch.permute
template<std::size_t... Axes>
struct permute {
    static constexpr std::string_view name = "permute";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<In::extent(Axes)...>;
    template<class In>
    static consteval bool reads() {
        constexpr bool there = names_each<In::rank>();
        static_assert(there, "permute: it must name each axis once; for three axes use 0, 1 and 2 in some order");
        return there;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        simd::copy_forward<pairs<X, Y>>(x, y);
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        simd::copy_back<pairs<X, Y>>(dx, dy);
    }

private:
    template<std::size_t Rank>
    static consteval bool names_each() {
        std::size_t times[Rank + sizeof...(Axes) + 1]{}, n = sizeof...(Axes);
        ((Axes < Rank ? ++times[Axes] : n = Rank + 1), ...);
        for (std::size_t a = 0; a < Rank; ++a)
            if (times[a] != 1) return false;
        return n == Rank;
    }
    template<class X, class Y>
    struct pairs {
        static constexpr pairing value = [] {
            pairing p(X::where, Y::where);
            int i = 0;
            ((p.x.stride[i++] = X::where.stride[Axes]), ...);
            return p;
        }();
    };
};

}

#endif
