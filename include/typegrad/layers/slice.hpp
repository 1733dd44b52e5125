#ifndef TYPEGRAD_LAYERS_SLICE_HPP
#define TYPEGRAD_LAYERS_SLICE_HPP

#include <cstddef>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/pairing.hpp"

namespace typegrad {

namespace detail {
// In with one extent replaced.
template<class In, std::size_t Axis, std::size_t Count, std::size_t... A>
shape<(A == Axis ? Count : In::extent(A))...> with_extent(std::index_sequence<A...>);
}

// y[.., i, ..] = x[.., Begin + i, ..], i being the place along one axis, and one of Count
//   shapes  <.., N, ..> -> <.., Count, ..>
//   errors  "there is no such axis": the input's rank is not above Axis; "Begin + Count must stay within the axis"
//   source  torch.narrow
template<std::size_t Axis, std::size_t Begin, std::size_t Count>
struct slice {
    static constexpr std::string_view name = "slice";
    static constexpr bool mixes_time = Axis == 0;

    template<class In>
    using output = decltype(detail::with_extent<In, Axis, Count>(std::make_index_sequence<In::rank>{}));
    template<class In>
    static consteval bool reads() {
        constexpr bool there = Axis < In::rank, fits = !there || (Count > 0 && Begin + Count <= In::extent(Axis));
        static_assert(there, "slice: there is no such axis; count from 0, the outermost");
        static_assert(fits, "slice: Begin + Count must stay within the axis, and Count be 1 or more; use smaller numbers");
        return there && fits;
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
    template<class X, class Y>
    struct pairs {
        static constexpr pairing value = [] {
            pairing p(X::where, Y::where);
            p.x.origin += static_cast<std::ptrdiff_t>(Begin) * X::where.stride[Axis];
            return p;
        }();
    };
};

}

#endif
