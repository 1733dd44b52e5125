#ifndef TYPEGRAD_LAYERS_FLIP_HPP
#define TYPEGRAD_LAYERS_FLIP_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/pairing.hpp"

namespace typegrad {

// y[.., i, ..] = x[.., N - 1 - i, ..]: one axis backwards
//   shapes  <.., N, ..> -> <.., N, ..>
//   errors  "there is no such axis": the input's rank is not above Axis
//   source  torch.flip
template<std::size_t Axis>
struct flip {
    static constexpr std::string_view name = "flip";
    static constexpr bool mixes_time = Axis == 0;
    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool there = Axis < In::rank;
        static_assert(there, "flip: there is no such axis; count from 0, the outermost");
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
    template<class X, class Y>
    struct pairs {
        static constexpr pairing value = [] {
            pairing p(X::where, Y::where);
            p.x.origin += (X::where.extent[Axis] - 1) * X::where.stride[Axis];
            p.x.stride[Axis] = -X::where.stride[Axis];
            return p;
        }();
    };
};

}

#endif
