#ifndef TYPEGRAD_LAYERS_GLU_HPP
#define TYPEGRAD_LAYERS_GLU_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

// y[i] = x[i] sigmoid(x[N / 2 + i]), along the last axis: one half gates the other
//   shapes  <..., N> -> <..., N / 2>
//   cost    N / 2 sigmoids a row; x is kept for backward
//   errors  "the last axis must be even": it has no two halves
//   source  Dauphin et al.: Language modeling with gated convolutional networks (2017); torch.nn.GLU(dim=-1)
struct glu {
    static constexpr std::string_view name = "glu";
    template<class In>
    using output = with_last_extent<In, In::extent(In::rank - 1) / 2>;
    template<class In>
    static consteval bool reads() {
        constexpr bool even = In::extent(In::rank - 1) % 2 == 0;
        static_assert(even, "glu: the last axis must be even; give the layer before it an even size");
        return even;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        constexpr std::size_t half = Y::width();
        for (std::size_t r = 0; r < X::rows(); ++r)
            simd::map<half>(y.row(r), [](auto v, auto gate) TYPEGRAD_INLINE_LAMBDA { return v * math::sigmoid(gate); }, x.row(r), x.row(r).from(half));
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P&, const DP&) {
        constexpr std::size_t half = Y::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            const auto down = dx.row(r);
            simd::along<half, typename X::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                const auto gate = math::sigmoid(at.load(in.from(half))), up = at.load(dy.row(r));
                at.store(down, up * gate);
                at.store(down.from(half), up * at.load(in) * gate * (1 - gate));
            });
        }
    }
};

}

#endif
