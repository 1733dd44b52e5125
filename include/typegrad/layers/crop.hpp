#ifndef TYPEGRAD_LAYERS_CROP_HPP
#define TYPEGRAD_LAYERS_CROP_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/pairing.hpp"

namespace typegrad {

namespace detail {
// What the numbers say: one for all sides, or first those before and then those after, in the order of the axes.
template<int Axes, std::size_t... Sides>
struct crop {
    static constexpr std::size_t count = sizeof...(Sides), all[count + 1] = {Sides..., 0};
    static constexpr bool understood = count == 1 || count == 2u * static_cast<unsigned>(Axes);
    static constexpr std::size_t before(int a) { return all[count > 1 && understood ? a : 0]; }
    static constexpr std::size_t after(int a) { return all[count > 1 && understood ? Axes + a : 0]; }
    static constexpr bool fits(int a, std::size_t extent) { return before(a) + after(a) < extent; }
    static constexpr std::size_t output(int a, std::size_t extent) { return fits(a, extent) ? extent - before(a) - after(a) : 1; }

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
            for (int a = 0; a < Axes; ++a) p.x.origin += static_cast<std::ptrdiff_t>(before(a)) * X::where.stride[a];
            return p;
        }();
    };
};
}

// y[h, w, c] = x[top + h, left + w, c]: without its border. crop2d<N>, crop2d<top, left, bottom, right>
//   shapes  <H, W, C> -> <H - top - bottom, W - left - right, C>
//   errors  "something must be left": the sides together are as large as the input
//   source  Keras' Cropping2D
template<std::size_t... Sides>
struct crop2d : detail::crop<2, Sides...> {
    using sides = detail::crop<2, Sides...>;
    static constexpr std::string_view name = "crop2d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<sides::output(0, In::extent(0)), sides::output(1, In::extent(1)), In::extent(2)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = sides::understood, shaped = In::rank == 3;
        constexpr bool fits = !understood || !shaped || (sides::fits(0, In::extent(0)) && sides::fits(1, In::extent(1)));
        static_assert(understood, "crop2d: it takes one number or four; use crop2d<N> or crop2d<top, left, bottom, right>");
        static_assert(shaped, "crop2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        static_assert(fits, "crop2d: something must be left; cut off less");
        return understood && shaped && fits;
    }
};

// y[t, c] = x[before + t, c]. crop1d<N>, crop1d<before, after>
//   shapes  <T, C> -> <T - before - after, C>
//   errors  "something must be left": the sides together are as large as the input
//   source  Keras' Cropping1D
template<std::size_t... Sides>
struct crop1d : detail::crop<1, Sides...> {
    using sides = detail::crop<1, Sides...>;
    static constexpr std::string_view name = "crop1d";
    static constexpr bool mixes_time = true;
    template<class In>
    using output = shape<sides::output(0, In::extent(0)), In::extent(1)>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = sides::understood, shaped = In::rank == 2, fits = !understood || !shaped || sides::fits(0, In::extent(0));
        static_assert(understood, "crop1d: it takes one number or two; use crop1d<N> or crop1d<before, after>");
        static_assert(shaped, "crop1d: the input must be time, channels; put reshape<T, C> before this layer");
        static_assert(fits, "crop1d: something must be left; cut off less");
        return understood && shaped && fits;
    }
};

}

#endif
