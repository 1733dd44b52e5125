#ifndef TYPEGRAD_LAYERS_UPSAMPLE_HPP
#define TYPEGRAD_LAYERS_UPSAMPLE_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace option {
struct nearest {};
struct linear_sampling {};
struct bilinear_sampling {};
}

inline constexpr option::nearest nearest{};  // the pixel itself, Scale times: the default
inline constexpr option::linear_sampling linear_sampling{};  // between the two nearest steps
inline constexpr option::bilinear_sampling bilinear_sampling{};  // between the four nearest pixels

namespace detail {
struct sampling {
    int axes;
    bool linear = false;
    bool understood = true;
};
template<class Unknown>
constexpr void read_option(sampling& s, Unknown) {
    s.understood = false;
}
constexpr void read_option(sampling& s, option::nearest) { s.linear = false; }
constexpr void read_option(sampling& s, option::linear_sampling) {
    s.linear = true;
    s.understood = s.understood && s.axes == 1;
}
constexpr void read_option(sampling& s, option::bilinear_sampling) {
    s.linear = true;
    s.understood = s.understood && s.axes == 2;
}

template<int Axes, std::size_t Scale, auto... Options>
struct upsample {
    static constexpr sampling options = [] {
        sampling s{Axes};
        (read_option(s, Options), ...);
        return s;
    }();
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        for_each_pixel<X, Y>([&](std::size_t h, std::size_t w, auto sources) TYPEGRAD_INLINE_LAMBDA {
            simd::along<X::width(), typename X::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                typename decltype(at)::value_type sum(0);
                sources([&](std::size_t i, std::size_t j, auto share) TYPEGRAD_INLINE_LAMBDA { sum += at.load(x.pixel(i, j)) * share; });
                at.store(y.pixel(h, w), sum);
            });
        });
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        dx.clear();
        for_each_pixel<X, Y>([&](std::size_t h, std::size_t w, auto sources) TYPEGRAD_INLINE_LAMBDA {
            simd::along<X::width(), typename X::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                const auto d = at.load(dy.pixel(h, w));
                sources([&](std::size_t i, std::size_t j, auto share) TYPEGRAD_INLINE_LAMBDA { at.add(dx.pixel(i, j), d * share); });
            });
        });
    }

private:
    // Where along an axis an output lies between two inputs: their places, and how much each counts.
    struct between {
        std::size_t place[2];
        double share[2];

        TYPEGRAD_INLINE constexpr between(std::size_t out, std::size_t extent) : place{out / Scale, 0}, share{1, 0} {
            if constexpr (options.linear) {
                // (out + 1/2) / Scale - 1/2, or 0 if that is less, in units of 1 / (2 Scale)
                const std::size_t at = 2 * out + 1 > Scale ? 2 * out + 1 - Scale : 0;
                place[0] = at / (2 * Scale);
                place[1] = place[0] + 1 < extent ? place[0] + 1 : place[0];
                share[1] = static_cast<double>(at % (2 * Scale)) / static_cast<double>(2 * Scale);
                share[0] = 1 - share[1];
            }
        }
    };

    // f(h, w, sources) for every output pixel: sources(g) calls g(i, j, share) for the input pixels that it is made of.
    template<class X, class Y, class F>
    TYPEGRAD_INLINE static constexpr void for_each_pixel(F f) {
        using V = typename X::value_type;
        constexpr std::size_t rows = options.linear ? 2 : 1, columns = options.linear && Axes == 2 ? 2 : 1;
        for (std::size_t h = 0; h < Y::height(); ++h)
            for (std::size_t w = 0; w < Y::across(); ++w) {
                const between v(h, X::height()), u(w, X::across());
                const auto sources = [&](auto g) TYPEGRAD_INLINE_LAMBDA {
                    for (std::size_t k = 0; k < rows; ++k)
                        for (std::size_t l = 0; l < columns; ++l) g(v.place[k], Axes == 2 ? u.place[l] : 0, V(Axes == 2 ? v.share[k] * u.share[l] : v.share[k]));
                };
                f(h, w, sources);
            }
    }
};
}

// y[h, w, c] = x[h / Scale, w / Scale, c], or with bilinear_sampling what lies at ((h + 1/2) / Scale - 1/2, (w + 1/2) / Scale - 1/2)
// between the nearest four pixels of x, those of its border also standing for what lies outside
//   shapes  <H, W, C> -> <H Scale, W Scale, C>
//   cost    1 or 4 multiply-adds an output
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.Upsample(scale_factor=Scale, mode="nearest" or "bilinear", align_corners=False)
template<std::size_t Scale, auto... Options>
struct upsample2d : detail::upsample<2, Scale, Options...> {
    static constexpr std::string_view name = "upsample2d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<In::extent(0) * Scale, In::extent(1) * Scale, In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = detail::upsample<2, Scale, Options...>::options.understood, sized = Scale > 0, shaped = In::rank == 3;
        static_assert(understood, "upsample2d: an option it does not have; use nearest or bilinear_sampling");
        static_assert(sized, "upsample2d: it needs a factor; use 1 or more");
        static_assert(shaped, "upsample2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        return understood && sized && shaped;
    }
};

// y[t, c] = x[t / Scale, c], or with linear_sampling what lies at (t + 1/2) / Scale - 1/2 between the nearest two steps of x
//   shapes  <T, C> -> <T Scale, C>
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.Upsample(scale_factor=Scale, mode="nearest" or "linear", align_corners=False)
template<std::size_t Scale, auto... Options>
struct upsample1d : detail::upsample<1, Scale, Options...> {
    static constexpr std::string_view name = "upsample1d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<In::extent(0) * Scale, In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = detail::upsample<1, Scale, Options...>::options.understood, sized = Scale > 0, shaped = In::rank == 2;
        static_assert(understood, "upsample1d: an option it does not have; use nearest or linear_sampling");
        static_assert(sized, "upsample1d: it needs a factor; use 1 or more");
        static_assert(shaped, "upsample1d: the input must be time, channels; put reshape<T, C> before this layer");
        return understood && sized && shaped;
    }
};

}

#endif
