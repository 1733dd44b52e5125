#ifndef TYPEGRAD_LAYERS_GLOBAL_MAX_POOL_HPP
#define TYPEGRAD_LAYERS_GLOBAL_MAX_POOL_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace detail {
struct global_max_pool {
    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        simd::along<X::width(), typename X::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            auto best = at.load(x.row(0));
            for (std::size_t r = 1; r < X::rows(); ++r) best = math::maximum(at.load(x.row(r)), best);
            at.store(y.row(0), best);
        });
    }
    // The first largest is found again from x == y; nothing else is kept.
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y y, Y dy, DX dx, const P&, const DP&) {
        simd::along<X::width(), typename X::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            using W = typename decltype(at)::value_type;
            const W top = at.load(y.row(0));
            W open = at.load(dy.row(0));
            for (std::size_t r = 0; r < X::rows(); ++r) {
                const auto wins = at.load(x.row(r)) == top;
                at.store(dx.row(r), math::select(wins, open, W(0)));
                open = math::select(wins, W(0), open);
            }
        });
    }
    template<class In>
    using parameters = no_parameters;
};
}

// y[c] = the largest x[h, w, c] over all h and w; of equal elements the first has the gradient
//   shapes  <H, W, C> -> <C>
//   cost    H W C comparisons; x and y are kept for backward
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.AdaptiveMaxPool2d(1) without its empty axes
struct global_max_pool2d : detail::global_max_pool {
    static constexpr std::string_view name = "global_max_pool2d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 3;
        static_assert(shaped, "global_max_pool2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        return shaped;
    }
};

// y[c] = the largest x[t, c] over all t; of equal elements the first has the gradient
//   shapes  <T, C> -> <C>
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.AdaptiveMaxPool1d(1) without its empty axis
struct global_max_pool1d : detail::global_max_pool {
    static constexpr std::string_view name = "global_max_pool1d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 2;
        static_assert(shaped, "global_max_pool1d: the input must be time, channels; put reshape<T, C> before this layer");
        return shaped;
    }
};

}

#endif
