#ifndef TYPEGRAD_LAYERS_CONV_TRANSPOSE2D_HPP
#define TYPEGRAD_LAYERS_CONV_TRANSPOSE2D_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"

namespace typegrad {

// y[s h + d k - p, s w + d l - p, o] += x[h, w, c] weight[k, l, c, o], on top of bias[o]; what falls outside y is dropped.
// It is to conv2d with the same options what dx is to y
//   shapes  <H, W, In> -> <(H - 1) s + d (Kh - 1) + 1 - before - after + output_padding, ..., Out>
//   params  weight <Kh, Kw, In, Out / groups> drawn by the initialiser, bias <Out> zero unless no_bias
//   cost    H W Kh Kw In Out / groups multiply-adds; nothing kept for backward but x
//   errors  "the input must be height, width, channels": the input has another rank
//   source  torch.nn.ConvTranspose2d with channels last and its weight permuted
template<std::size_t Out, auto Kernel, auto... Options>
struct conv_transpose2d {
    static constexpr std::string_view name = "conv_transpose2d";
    static constexpr bool has_linear = true;
    static constexpr window options = read_window<2, Kernel, Options...>(window::transposition);
    static constexpr std::size_t groups = options.groups ? options.groups : 1;

    template<class In>
    using output = shape<options.spread_output(0, In::extent(0)), options.spread_output(1, In::extent(1)), Out>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood && options.mode == window::border::by_hand, sized = options.kernel[0] > 0 && options.kernel[1] > 0 && Out > 0;
        constexpr bool behind = options.behind_fits(0) && options.behind_fits(1), shaped = In::rank == 3;
        constexpr bool grouped = !shaped || options.groups == 1 || (options.groups > 0 && In::extent(2) % groups == 0 && Out % groups == 0);
        constexpr bool fits = !shaped || (options.spread_fits(0, In::extent(0)) && options.spread_fits(1, In::extent(1)));
        static_assert(understood, "conv_transpose2d: an option it does not have or cannot read; use stride, padding<P>, padding<top, left, bottom, right>, output_padding, dilation, groups, no_bias or a schedule");
        static_assert(sized, "conv_transpose2d: kernel and channels must not be zero; give sizes above zero");
        static_assert(behind, "conv_transpose2d: the output_padding must be smaller than the stride or the dilation; use less of it");
        static_assert(shaped, "conv_transpose2d: the input must be height, width, channels; put reshape<H, W, C> before this layer");
        static_assert(grouped, "conv_transpose2d: groups must divide the channels of input and output; change groups or the channels");
        static_assert(fits, "conv_transpose2d: the padding leaves nothing of the output; use less padding");
        return understood && sized && behind && shaped && grouped && fits;
    }
    template<class In>
    using weight = shape<options.kernel[0], options.kernel[1], In::extent(2), (Out / groups ? Out / groups : 1)>;
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<weight<In>, shape<Out>>, only_weight<weight<In>>>;

    template<class In>
    struct lowered {
        static constexpr std::size_t in = In::extent(2);
        static constexpr bool depthwise = groups > 1 && groups == in && groups == Out, grouped = groups > 1 && !depthwise;
        using x = std::conditional_t<grouped, shape<In::extent(0), In::extent(1), groups, in / groups>, In>;
        using w = std::conditional_t<depthwise, shape<options.kernel[0], options.kernel[1], Out>,
                                     std::conditional_t<grouped, shape<options.kernel[0], options.kernel[1], groups, in / groups, Out / groups>, weight<In>>>;
        using y = std::conditional_t<grouped, typename with_last_extent<output<In>, groups>::template append<Out / groups>, output<In>>;
        static constexpr einsum::formula formula = transposed_formula(options, grouped, depthwise);
        static constexpr std::string_view bias = depthwise ? "c" : grouped ? "go" : "o";
    };
};

}

#endif
