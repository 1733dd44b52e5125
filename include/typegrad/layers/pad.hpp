#ifndef TYPEGRAD_LAYERS_PAD_HPP
#define TYPEGRAD_LAYERS_PAD_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../core/option.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/window.hpp"
#include "../simd/field.hpp"
#include "../simd/pairing.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace option {
template<real Value>
struct pad_value {};
struct reflect {};
struct replicate {};
}

// pad_value<-1>: what a border is filled with, 0 unless given.
template<real Value>
inline constexpr option::pad_value<Value> pad_value{};
inline constexpr option::reflect reflect{};      // the border mirrors the inside, the outermost element not repeated
inline constexpr option::replicate replicate{};  // the border repeats the outermost element

namespace detail {
// The border that a number, or padding<...>, and the options describe.
struct border {
    enum class filling { value, mirror, edge };

    window sides;
    filling mode = filling::value;
    double value = 0;

    TYPEGRAD_INLINE constexpr std::size_t output(int a, std::size_t extent) const { return sides.before[a] + extent + sides.after[a]; }
    // Whether every element of the border has its own to copy.
    TYPEGRAD_INLINE constexpr bool fits(int a, std::size_t extent) const { return mode != filling::mirror || (sides.before[a] < extent && sides.after[a] < extent); }
    // The input's place that output `at` copies, before and behind the input included.
    TYPEGRAD_INLINE constexpr std::size_t source(int a, std::size_t at, std::size_t extent) const {
        const std::size_t begin = sides.before[a], last = extent - 1;
        if (at < begin) return mode == filling::mirror ? begin - at : 0;
        if (at - begin > last) return mode == filling::mirror ? 2 * last - (at - begin) : last;
        return at - begin;
    }
};
template<class Unknown>
constexpr void read_option(border& b, Unknown) {
    b.sides.understood = false;
}
template<real Value>
constexpr void read_option(border& b, option::pad_value<Value>) {
    b.value = Value.value;
}
constexpr void read_option(border& b, option::reflect) { b.mode = border::filling::mirror; }
constexpr void read_option(border& b, option::replicate) { b.mode = border::filling::edge; }

template<class N>
constexpr void read_sides(border& b, N n) {
    if constexpr (std::is_integral_v<N>) {
        const std::size_t side = n > N{0} ? static_cast<std::size_t>(n) : 0;
        for (std::size_t a = 0; a < window::most_axes; ++a) b.sides.before[a] = b.sides.after[a] = side;
        b.sides.understood = n >= N{0};
    } else {
        b.sides.understood = false;
    }
}
template<std::size_t... P>
constexpr void read_sides(border& b, option::padding<P...> sides) {
    read_option(b.sides, sides);
}

template<int Axes, auto Sides, auto... Options>
consteval border read_border() {
    border b;
    b.sides.axes = Axes;
    b.sides.open = window::borders;
    read_sides(b, Sides);
    (read_option(b, Options), ...);
    return b;
}

template<int Axes, auto Sides, auto... Options>
struct pad {
    static constexpr border options = read_border<Axes, Sides, Options...>();
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        if constexpr (options.mode == border::filling::value) {
            for (std::size_t r = 0; r < Y::rows(); ++r)
                simd::along<Y::width(), typename Y::value_type>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.store(y.row(r), typename decltype(at)::value_type(options.value)); });
            simd::copy_forward<pairs<X, Y>>(x, y);
        } else {
            for_each_pixel<X, Y>([&](std::size_t h, std::size_t w, std::size_t i, std::size_t j) TYPEGRAD_INLINE_LAMBDA {
                simd::map<Y::width()>(y.pixel(h, w), [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, x.pixel(i, j));
            });
        }
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        if constexpr (options.mode == border::filling::value) {
            simd::copy_back<pairs<X, Y>>(dx, dy);
        } else {
            dx.clear();
            for_each_pixel<X, Y>([&](std::size_t h, std::size_t w, std::size_t i, std::size_t j) TYPEGRAD_INLINE_LAMBDA {
                simd::map<Y::width()>(dx.pixel(i, j), [](auto sum, auto d) TYPEGRAD_INLINE_LAMBDA { return sum + d; }, dx.pixel(i, j), dy.pixel(h, w));
            });
        }
    }

private:
    // f(h, w, i, j): output pixel h, w copies input pixel i, j.
    template<class X, class Y, class F>
    TYPEGRAD_INLINE static constexpr void for_each_pixel(F f) {
        for (std::size_t h = 0; h < Y::height(); ++h)
            for (std::size_t w = 0; w < Y::across(); ++w) f(h, w, options.source(0, h, X::height()), Axes == 2 ? options.source(1, w, X::across()) : 0);
    }
    // The inside of y, which is x.
    template<class X, class Y>
    struct pairs {
        static constexpr pairing value = [] {
            pairing p(X::where, Y::where);
            for (int a = 0; a < Axes; ++a) {
                p.extent[a] = X::where.extent[a];
                p.y.origin += static_cast<std::ptrdiff_t>(options.sides.before[a]) * Y::where.stride[a];
            }
            return p;
        }();
    };
};
}

// y[top + h, left + w, c] = x[h, w, c], and in the border around it 0, pad_value or, with reflect or replicate, elements of x.
// pad2d<1>, pad2d<padding<top, left, bottom, right>, reflect>
//   shapes  <H, W, C> -> <top + H + bottom, left + W + right, C>
//   errors  "a reflection must be shorter than the input": there is nothing that far inside
//   source  torch.nn.ZeroPad2d, ConstantPad2d, ReflectionPad2d, ReplicationPad2d
template<auto Sides, auto... Options>
struct pad2d : detail::pad<2, Sides, Options...> {
    static constexpr std::string_view name = "pad2d";
    static constexpr bool mixes_time = true;
    static constexpr detail::border options = detail::pad<2, Sides, Options...>::options;
    template<class In>
    using output = shape<options.output(0, In::extent(0)), options.output(1, In::extent(1)), In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.sides.understood, shaped = In::rank == 3;
        constexpr bool fits = !shaped || (options.fits(0, In::extent(0)) && options.fits(1, In::extent(1)));
        static_assert(understood, "pad2d: an argument it does not have or cannot read; use a number or padding<top, left, bottom, right>, then pad_value, reflect or replicate");
        static_assert(shaped, "pad2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        static_assert(fits, "pad2d: a reflection must be shorter than the input; use less padding or replicate");
        return understood && shaped && fits;
    }
};

// y[before + t, c] = x[t, c], and the rest as in pad2d. pad1d<1>, pad1d<padding<before, after>, replicate>
//   shapes  <T, C> -> <before + T + after, C>
//   errors  "a reflection must be shorter than the input": there is nothing that far inside
//   source  torch.nn.ConstantPad1d, ReflectionPad1d, ReplicationPad1d
template<auto Sides, auto... Options>
struct pad1d : detail::pad<1, Sides, Options...> {
    static constexpr std::string_view name = "pad1d";
    static constexpr bool mixes_time = true;
    static constexpr detail::border options = detail::pad<1, Sides, Options...>::options;
    template<class In>
    using output = shape<options.output(0, In::extent(0)), In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.sides.understood, shaped = In::rank == 2, fits = !shaped || options.fits(0, In::extent(0));
        static_assert(understood, "pad1d: an argument it does not have or cannot read; use a number or padding<before, after>, then pad_value, reflect or replicate");
        static_assert(shaped, "pad1d: the input must be time, channels; put reshape<T, C> before this layer");
        static_assert(fits, "pad1d: a reflection must be shorter than the input; use less padding or replicate");
        return understood && shaped && fits;
    }
};

}

#endif
