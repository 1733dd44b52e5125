#ifndef TYPEGRAD_LAYERS_ADAPTIVE_AVG_POOL_HPP
#define TYPEGRAD_LAYERS_ADAPTIVE_AVG_POOL_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace detail {
struct adaptive_avg_pool {
    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        for_each_part<X, Y>([&](std::size_t h, std::size_t w, auto inside, double share) TYPEGRAD_INLINE_LAMBDA {
            simd::along<X::width(), V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                typename decltype(at)::value_type sum(0);
                inside([&](std::size_t i, std::size_t j) TYPEGRAD_INLINE_LAMBDA { sum += at.load(x.pixel(i, j)); });
                at.store(y.pixel(h, w), sum * V(share));
            });
        });
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        dx.clear();
        for_each_part<X, Y>([&](std::size_t h, std::size_t w, auto inside, double share) TYPEGRAD_INLINE_LAMBDA {
            simd::along<X::width(), V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                const auto part = at.load(dy.pixel(h, w)) * V(share);
                inside([&](std::size_t i, std::size_t j) TYPEGRAD_INLINE_LAMBDA { at.add(dx.pixel(i, j), part); });
            });
        });
    }
    template<class In>
    using parameters = no_parameters;

private:
    // f(h, w, inside, share) for every output pixel: inside(g) calls g(i, j) for the pixels of its part of the input.
    template<class X, class Y, class F>
    TYPEGRAD_INLINE static constexpr void for_each_part(F f) {
        auto begin = [](std::size_t at, std::size_t in, std::size_t out) { return at * in / out; };
        auto end = [](std::size_t at, std::size_t in, std::size_t out) { return ((at + 1) * in + out - 1) / out; };
        for (std::size_t h = 0; h < Y::height(); ++h)
            for (std::size_t w = 0; w < Y::across(); ++w) {
                const std::size_t top = begin(h, X::height(), Y::height()), bottom = end(h, X::height(), Y::height());
                const std::size_t left = begin(w, X::across(), Y::across()), right = end(w, X::across(), Y::across());
                const auto inside = [&](auto g) TYPEGRAD_INLINE_LAMBDA {
                    for (std::size_t i = top; i < bottom; ++i)
                        for (std::size_t j = left; j < right; ++j) g(i, j);
                };
                f(h, w, inside, 1.0 / static_cast<double>((bottom - top) * (right - left)));
            }
    }
};
}

// y[h, w, c] = the mean of x over rows floor(h H / Height) .. ceil((h + 1) H / Height) - 1, and columns likewise
//   shapes  <H, W, C> -> <Height, Width, C>
//   cost    H W C additions, a few more where parts overlap
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.AdaptiveAvgPool2d((Height, Width))
template<std::size_t Height, std::size_t Width>
struct adaptive_avg_pool2d : detail::adaptive_avg_pool {
    static constexpr std::string_view name = "adaptive_avg_pool2d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<Height, Width, In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool sized = Height > 0 && Width > 0, shaped = In::rank == 3;
        static_assert(sized, "adaptive_avg_pool2d: it needs a size; give height and width of 1 or more");
        static_assert(shaped, "adaptive_avg_pool2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        return sized && shaped;
    }
};

// y[t, c] = the mean of x over the steps floor(t T / Time) .. ceil((t + 1) T / Time) - 1
//   shapes  <T, C> -> <Time, C>
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.AdaptiveAvgPool1d(Time)
template<std::size_t Time>
struct adaptive_avg_pool1d : detail::adaptive_avg_pool {
    static constexpr std::string_view name = "adaptive_avg_pool1d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<Time, In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool sized = Time > 0, shaped = In::rank == 2;
        static_assert(sized, "adaptive_avg_pool1d: it needs a size; give 1 step or more");
        static_assert(shaped, "adaptive_avg_pool1d: the input must be time, channels; put reshape<T, C> before this layer");
        return sized && shaped;
    }
};

}

#endif
