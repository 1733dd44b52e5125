#ifndef TYPEGRAD_LAYERS_PIXEL_SHUFFLE_HPP
#define TYPEGRAD_LAYERS_PIXEL_SHUFFLE_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/pairing.hpp"

namespace typegrad {

// y[h Scale + i, w Scale + j, c] = x[h, w, (c Scale + i) Scale + j]: channels become pixels
//   shapes  <H, W, C Scale Scale> -> <H Scale, W Scale, C>
//   errors  "the channels must be a multiple of Scale Scale"
//   source  Shi et al.: Real-time super-resolution with an efficient sub-pixel CNN (2016); torch.nn.PixelShuffle, the channels
//           in its order (TensorFlow's depth_to_space has c innermost: (i Scale + j) C + c)
template<std::size_t Scale>
struct pixel_shuffle {
    static constexpr std::string_view name = "pixel_shuffle";
    static constexpr bool mixes_time = true;
    static constexpr std::size_t square = Scale ? Scale * Scale : 1;

    template<class In>
    using output = shape<In::extent(0) * Scale, In::extent(1) * Scale, In::extent(2) / square>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 3, fits = !shaped || (Scale > 0 && In::extent(2) % square == 0);
        static_assert(shaped, "pixel_shuffle: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        static_assert(fits, "pixel_shuffle: the channels must be a multiple of Scale Scale; give the layer before it so many");
        return shaped && fits;
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
            constexpr layout x = X::where, y = Y::where;
            constexpr std::ptrdiff_t s = static_cast<std::ptrdiff_t>(Scale);
            pairing p;
            p.x.origin = x.origin();
            p.y.origin = y.origin();
            p.add_axis(x.extent[0], x.stride[0], s * y.stride[0]);
            p.add_axis(s, s * x.stride[2], y.stride[0]);
            p.add_axis(x.extent[1], x.stride[1], s * y.stride[1]);
            p.add_axis(s, x.stride[2], y.stride[1]);
            p.add_axis(y.extent[2], s * s * x.stride[2], y.stride[2]);
            return p;
        }();
    };
};

}

#endif
