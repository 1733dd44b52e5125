#ifndef TYPEGRAD_LAYERS_SEPARABLE_CONV2D_HPP
#define TYPEGRAD_LAYERS_SEPARABLE_CONV2D_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/shape.hpp"
#include "compose.hpp"
#include "conv2d.hpp"

namespace typegrad {

// y[h, w, o] = bias[o] + sum over c of pointwise[c, o] (sum over k, l of x[s h + d k - p, s w + d l - p, c] depthwise[k, l, c]):
// a filter for each channel, then a mixture of the channels
//   shapes  <H, W, In> -> those of conv2d with the same options
//   params  depthwise.weight <Kh, Kw, 1, In>, pointwise.weight <1, 1, In, Out>, pointwise.bias <Out> zero unless no_bias
//   cost    H' W' In (Kh Kw + Out) multiply-adds, where conv2d has H' W' In Kh Kw Out
//   errors  "the input must be height, width, channels": the input has another rank
//   source  Chollet: Xception (2017); keras.layers.SeparableConv2D
template<std::size_t Out, auto Kernel, auto... Options>
struct separable_conv2d {
    static constexpr std::string_view name = "separable_conv2d";
    static constexpr window options = read_window<2, Kernel, Options...>(window::pool | window::biased);

    template<class In>
    using depthwise = std::conditional_t<options.bias, conv2d<In::extent(2), Kernel, Options..., groups<In::extent(2)>, no_bias>, conv2d<In::extent(2), Kernel, Options..., groups<In::extent(2)>>>;
    template<class In>
    using body = sequential<named<"depthwise", depthwise<In>>,
                            named<"pointwise", std::conditional_t<options.bias, conv2d<Out, 1>, conv2d<Out, 1, no_bias>>>>;
    template<class In>
    static consteval bool reads() {
        constexpr bool known = options.understood;
        static_assert(known, "separable_conv2d: an option it does not have or cannot read; use stride, padding<P>, padding<top, left, bottom, right>, same, valid, dilation or no_bias");
        static_assert(!known || In::rank == 3, "separable_conv2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        return known && In::rank == 3;
    }
};

}

#endif
