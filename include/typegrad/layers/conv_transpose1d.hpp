#ifndef TYPEGRAD_LAYERS_CONV_TRANSPOSE1D_HPP
#define TYPEGRAD_LAYERS_CONV_TRANSPOSE1D_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"

namespace typegrad {

// y[s t + d k - p, o] += x[t, c] weight[k, c, o], on top of bias[o]; what falls outside y is dropped. It is to conv1d with
// the same options what dx is to y
//   shapes  <T, In> -> <(T - 1) s + d (K - 1) + 1 - before - after + output_padding, Out>
//   params  weight <K, In, Out / groups> drawn by the initialiser, bias <Out> zero unless no_bias
//   cost    T K In Out / groups multiply-adds; nothing kept for backward but x
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.ConvTranspose1d with channels last and its weight permuted
template<std::size_t Out, auto Kernel, auto... Options>
struct conv_transpose1d {
    static constexpr std::string_view name = "conv_transpose1d";
    static constexpr bool has_linear = true;
    static constexpr window options = read_window<1, Kernel, Options...>(window::transposition);
    static constexpr std::size_t groups = options.groups ? options.groups : 1;

    template<class In>
    using output = shape<options.spread_output(0, In::extent(0)), Out>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood && options.mode == window::border::by_hand, sized = options.kernel[0] > 0 && Out > 0, behind = options.behind_fits(0), shaped = In::rank == 2;
        constexpr bool grouped = !shaped || options.groups == 1 || (options.groups > 0 && In::extent(1) % groups == 0 && Out % groups == 0);
        constexpr bool fits = !shaped || options.spread_fits(0, In::extent(0));
        static_assert(understood, "conv_transpose1d: an option it does not have or cannot read; use stride, padding<P>, padding<before, after>, output_padding, dilation, groups, no_bias or a schedule");
        static_assert(sized, "conv_transpose1d: kernel and channels must not be zero; give sizes above zero");
        static_assert(behind, "conv_transpose1d: the output_padding must be smaller than the stride or the dilation; use less of it");
        static_assert(shaped, "conv_transpose1d: the input must be time, channels; put reshape<T, C> before this layer");
        static_assert(grouped, "conv_transpose1d: groups must divide the channels of input and output; change groups or the channels");
        static_assert(fits, "conv_transpose1d: the padding leaves nothing of the output; use less padding");
        return understood && sized && behind && shaped && grouped && fits;
    }
    template<class In>
    using weight = shape<options.kernel[0], In::extent(1), (Out / groups ? Out / groups : 1)>;
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<weight<In>, shape<Out>>, only_weight<weight<In>>>;

    template<class In>
    struct lowered {
        static constexpr std::size_t in = In::extent(1);
        static constexpr bool depthwise = groups > 1 && groups == in && groups == Out, grouped = groups > 1 && !depthwise;
        using x = std::conditional_t<grouped, shape<In::extent(0), groups, in / groups>, In>;
        using w = std::conditional_t<depthwise, shape<options.kernel[0], Out>,
                                     std::conditional_t<grouped, shape<options.kernel[0], groups, in / groups, Out / groups>, weight<In>>>;
        using y = std::conditional_t<grouped, typename with_last_extent<output<In>, groups>::template append<Out / groups>, output<In>>;
        static constexpr einsum::formula formula = transposed_formula(options, grouped, depthwise);
        static constexpr std::string_view bias = depthwise ? "c" : grouped ? "go" : "o";
    };
};

}

#endif
