#ifndef TYPEGRAD_LAYERS_AVG_POOL_HPP
#define TYPEGRAD_LAYERS_AVG_POOL_HPP

#include <cstddef>
#include <string_view>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/window.hpp"
#include "../simd/field.hpp"

namespace typegrad {

namespace detail {
template<int Axes, auto Kernel, auto... Options>
struct avg_pool {
    static constexpr window options = read_pool<Axes, Kernel, Options...>(window::pool | window::counted);

    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        for_each_window<options, X, Y>([&](auto h, auto w, auto inside) {
            const V share = V(weight(inside));
            for (std::size_t c = 0; c < X::width(); ++c) {
                V sum(0);
                inside([&](auto i, auto j) { sum += x.pixel(i, j).load(c); });
                y.pixel(h, w).store(c, sum * share);
            }
        });
    }

    template<class X, class Y, class DX, class P, class DP>
    static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        dx.clear();
        for_each_window<options, X, Y>([&](auto h, auto w, auto inside) {
            const V share = V(weight(inside));
            for (std::size_t c = 0; c < X::width(); ++c) {
                const V part = dy.pixel(h, w).load(c) * share;
                inside([&](auto i, auto j) { dx.pixel(i, j).add(c, part); });
            }
        });
    }

private:
    // One over the elements of the window; those of the border count only if asked for.
    template<class Inside>
    static constexpr double weight(Inside inside) {
        std::size_t n = 0;
        inside([&](auto, auto) { ++n; });
        return 1.0 / static_cast<double>(options.count_padding ? options.kernel[0] * (Axes == 2 ? options.kernel[1] : 1) : n);
    }
};
}

// y[h, w, c] = the mean of x over the window at (h, w); padding is not counted unless count_padding
//   shapes  <H, W, C> -> <(H + before + after - K) / stride + 1, ..., C>; the stride is K unless given
//   cost    K K additions an output
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.AvgPool2d(count_include_pad=False)
template<auto Kernel, auto... Options>
struct avg_pool2d : detail::avg_pool<2, Kernel, Options...> {
    static constexpr std::string_view name = "avg_pool2d";
    static constexpr window options = detail::avg_pool<2, Kernel, Options...>::options;

    template<class In>
    using output = shape<options.output(0, In::extent(0)), options.output(1, In::extent(1)), In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank == 3;
        constexpr bool fits = !shaped || (options.kernel[0] > 0 && options.kernel[1] > 0 && options.fits(0, In::extent(0)) && options.fits(1, In::extent(1)));
        constexpr bool padded = options.before[0] < options.kernel[0] && options.after[0] < options.kernel[0] && options.before[1] < options.kernel[1] && options.after[1] < options.kernel[1];
        static_assert(understood, "avg_pool2d: an option it does not have or cannot read; use stride, padding, same, valid or count_padding");
        static_assert(shaped, "avg_pool2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        static_assert(fits, "avg_pool2d: the window must fit into the input; use a smaller window or padding");
        static_assert(padded, "avg_pool2d: the padding must be smaller than the window; use less padding");
        return understood && shaped && fits && padded;
    }
    template<class In>
    using parameters = no_parameters;
};

// y[t, c] = the mean of x over the window at t; padding is not counted unless count_padding
//   shapes  <T, C> -> <(T + before + after - K) / stride + 1, C>; the stride is K unless given
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.AvgPool1d(count_include_pad=False)
template<auto Kernel, auto... Options>
struct avg_pool1d : detail::avg_pool<1, Kernel, Options...> {
    static constexpr std::string_view name = "avg_pool1d";
    static constexpr window options = detail::avg_pool<1, Kernel, Options...>::options;

    template<class In>
    using output = shape<options.output(0, In::extent(0)), In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank == 2, fits = !shaped || (options.kernel[0] > 0 && options.fits(0, In::extent(0)));
        constexpr bool padded = options.before[0] < options.kernel[0] && options.after[0] < options.kernel[0];
        static_assert(understood, "avg_pool1d: an option it does not have or cannot read; use stride, padding, same, causal, valid or count_padding");
        static_assert(shaped, "avg_pool1d: the input must be time, channels; put reshape<T, C> before this layer");
        static_assert(fits, "avg_pool1d: the window must fit into the input; use a smaller window or padding");
        static_assert(padded, "avg_pool1d: the padding must be smaller than the window; use less padding");
        return understood && shaped && fits && padded;
    }
    template<class In>
    using parameters = no_parameters;
};

}

#endif
