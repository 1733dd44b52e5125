#ifndef TYPEGRAD_LAYERS_MAX_POOL_HPP
#define TYPEGRAD_LAYERS_MAX_POOL_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/limits.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/window.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"

namespace typegrad {

namespace detail {
template<int Axes, auto Kernel, auto... Options>
struct max_pool {
    static constexpr window options = read_pool<Axes, Kernel, Options...>(window::pool);
    static constexpr bool fuses = true;  // into the step before it, where the windows tile the input

    // Backward finds the first largest element again from x == y; nothing else is kept.
    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        for_each_window<options, X, Y>([&](auto h, auto w, auto inside) {
            for (std::size_t c = 0; c < X::width(); ++c) {
                V best(-detail::infinity<simd::scalar_of<V>>);
                inside([&](auto i, auto j) { best = math::maximum(x.pixel(i, j).load(c), best); });
                y.pixel(h, w).store(c, best);
            }
        });
    }

    template<class X, class Y, class DX, class P, class DP>
    static constexpr void backward(X x, Y y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        dx.clear();
        for_each_window<options, X, Y>([&](auto h, auto w, auto inside) {
            for (std::size_t c = 0; c < X::width(); ++c) {
                const V top = y.pixel(h, w).load(c);
                V open = dy.pixel(h, w).load(c);
                inside([&](auto i, auto j) {
                    const auto wins = x.pixel(i, j).load(c) == top;
                    dx.pixel(i, j).add(c, math::select(wins, open, V(0)));
                    open = math::select(wins, V(0), open);
                });
            }
        });
    }
};
}

// y[h, w, c] = the largest x in the window at (h, w); what lies outside x never wins, of equal elements the first does, NaN always
//   shapes  <H, W, C> -> <(H + before + after - K) / stride + 1, ..., C>; the stride is K unless given
//   cost    K K comparisons an output
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.MaxPool2d
template<auto Kernel, auto... Options>
struct max_pool2d : detail::max_pool<2, Kernel, Options...> {
    static constexpr std::string_view name = "max_pool2d";
    static constexpr window options = detail::max_pool<2, Kernel, Options...>::options;

    template<class In>
    using output = shape<options.output(0, In::extent(0)), options.output(1, In::extent(1)), In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank == 3;
        constexpr bool fits = !shaped || (options.kernel[0] > 0 && options.kernel[1] > 0 && options.fits(0, In::extent(0)) && options.fits(1, In::extent(1)));
        constexpr bool padded = options.before[0] < options.kernel[0] && options.after[0] < options.kernel[0] && options.before[1] < options.kernel[1] && options.after[1] < options.kernel[1];
        static_assert(understood, "max_pool2d: an option it does not have or cannot read; use stride, padding, same or valid");
        static_assert(shaped, "max_pool2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        static_assert(fits, "max_pool2d: the window must fit into the input; use a smaller window or padding");
        static_assert(padded, "max_pool2d: the padding must be smaller than the window; use less padding");
        return understood && shaped && fits && padded;
    }
    template<class In>
    using parameters = no_parameters;
};

// y[t, c] = the largest x in the window at t
//   shapes  <T, C> -> <(T + before + after - K) / stride + 1, C>; the stride is K unless given
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.MaxPool1d
template<auto Kernel, auto... Options>
struct max_pool1d : detail::max_pool<1, Kernel, Options...> {
    static constexpr std::string_view name = "max_pool1d";
    static constexpr window options = detail::max_pool<1, Kernel, Options...>::options;

    template<class In>
    using output = shape<options.output(0, In::extent(0)), In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank == 2, fits = !shaped || (options.kernel[0] > 0 && options.fits(0, In::extent(0)));
        constexpr bool padded = options.before[0] < options.kernel[0] && options.after[0] < options.kernel[0];
        static_assert(understood, "max_pool1d: an option it does not have or cannot read; use stride, padding, same, causal or valid");
        static_assert(shaped, "max_pool1d: the input must be time, channels; put reshape<T, C> before this layer");
        static_assert(fits, "max_pool1d: the window must fit into the input; use a smaller window or padding");
        static_assert(padded, "max_pool1d: the padding must be smaller than the window; use less padding");
        return understood && shaped && fits && padded;
    }
    template<class In>
    using parameters = no_parameters;
};

}

#endif
