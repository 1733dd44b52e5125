#ifndef TYPEGRAD_LAYERS_CONV2D_HPP
#define TYPEGRAD_LAYERS_CONV2D_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"

namespace typegrad {

// y[h, w, o] = bias[o] + sum over k, l, c of x[s h + d k - p, s w + d l - p, c] weight[k, l, c, o]; outside x is zero
//   shapes  <H, W, In> -> <(H + before + after - d (Kh - 1) - 1) / s + 1, ..., Out>; same: <ceil(H / s), ceil(W / s), Out>
//   params  weight <Kh, Kw, In / groups, Out> drawn by the initialiser, bias <Out> zero unless no_bias
//   cost    H' W' Kh Kw (In / groups) Out multiply-adds; nothing kept for backward but x
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.Conv2d with channels last and its weight permuted; same as tensorflow's padding="SAME"
template<std::size_t Out, auto Kernel, auto... Options>
struct conv2d {
    static constexpr std::string_view name = "conv2d";
    static constexpr bool has_linear = true;
    static constexpr window options = read_window<2, Kernel, Options...>(window::convolution);
    static constexpr std::size_t groups = options.groups ? options.groups : 1;

    template<class In>
    using output = shape<options.output(0, In::extent(0)), options.output(1, In::extent(1)), Out>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, sized = options.kernel[0] > 0 && options.kernel[1] > 0 && Out > 0, shaped = In::rank == 3;
        constexpr bool grouped = !shaped || options.groups == 1 || (options.groups > 0 && In::extent(2) % groups == 0 && Out % groups == 0);
        constexpr bool fits = !shaped || (options.fits(0, In::extent(0)) && options.fits(1, In::extent(1)));
        static_assert(understood, "conv2d: an option it does not have or cannot read; use stride, padding<P>, padding<top, left, bottom, right>, same, valid, dilation, groups, no_bias or a schedule");
        static_assert(sized, "conv2d: kernel and channels must not be zero; give sizes above zero");
        static_assert(shaped, "conv2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        static_assert(grouped, "conv2d: groups must divide the channels of input and output; change groups or the channels");
        static_assert(fits, "conv2d: the kernel must fit into the input; use a smaller kernel or padding");
        return understood && sized && shaped && grouped && fits;
    }
    template<class In>
    using weight = shape<options.kernel[0], options.kernel[1], (In::extent(2) / groups ? In::extent(2) / groups : 1), Out>;
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<weight<In>, shape<Out>>, only_weight<weight<In>>>;

    template<class In>
    struct lowered {
        static constexpr std::size_t in = In::extent(2), h = options.output(0, In::extent(0)), w_ = options.output(1, In::extent(1));
        static constexpr bool depthwise = groups > 1 && groups == in && groups == Out, grouped = groups > 1 && !depthwise;
        using x = std::conditional_t<grouped, shape<In::extent(0), In::extent(1), groups, in / groups>, In>;
        using w = std::conditional_t<depthwise, shape<options.kernel[0], options.kernel[1], Out>,
                                     std::conditional_t<grouped, shape<options.kernel[0], options.kernel[1], in / groups, groups, Out / groups>, weight<In>>>;
        using y = std::conditional_t<grouped, shape<h, w_, groups, Out / groups>, shape<h, w_, Out>>;
        static constexpr einsum::formula formula = convolution_formula(options, In::extents, grouped, depthwise);
        static constexpr std::string_view bias = depthwise ? "c" : grouped ? "go" : "o";
    };
};

}

#endif
