#ifndef TYPEGRAD_LAYERS_GLOBAL_AVG_POOL_HPP
#define TYPEGRAD_LAYERS_GLOBAL_AVG_POOL_HPP

#include <cstddef>
#include <string_view>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace detail {
struct global_avg_pool {
    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        const V share = V(1.0 / static_cast<double>(X::rows()));
        simd::along<X::width(), V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            using W = typename decltype(at)::value_type;
            at.store(y.row(0), simd::sum_over<X::rows(), W>([&](std::size_t r) TYPEGRAD_INLINE_LAMBDA { return at.load(x.row(r)); }) * share);
        });
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        const V share = V(1.0 / static_cast<double>(X::rows()));
        simd::along<X::width(), V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto part = at.load(dy.row(0)) * share;
            for (std::size_t r = 0; r < X::rows(); ++r) at.store(dx.row(r), part);
        });
    }
    template<class In>
    using parameters = no_parameters;
};
}

// y[c] = the mean of x[h, w, c] over all h and w
//   shapes  <H, W, C> -> <C>
//   cost    H W C additions
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.AdaptiveAvgPool2d(1) without its empty axes
struct global_avg_pool2d : detail::global_avg_pool {
    static constexpr std::string_view name = "global_avg_pool2d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 3;
        static_assert(shaped, "global_avg_pool2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        return shaped;
    }
};

// y[c] = the mean of x[t, c] over all t
//   shapes  <T, C> -> <C>
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.AdaptiveAvgPool1d(1) without its empty axis
struct global_avg_pool1d : detail::global_avg_pool {
    static constexpr std::string_view name = "global_avg_pool1d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 2;
        static_assert(shaped, "global_avg_pool1d: the input must be time, channels; put reshape<T, C> before this layer");
        return shaped;
    }
};

}

#endif
