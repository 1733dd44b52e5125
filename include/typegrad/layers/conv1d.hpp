#ifndef TYPEGRAD_LAYERS_CONV1D_HPP
#define TYPEGRAD_LAYERS_CONV1D_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"

namespace typegrad {

// y[t, o] = bias[o] + sum over k, c of x[s t + d k - p, c] weight[k, c, o]; outside x is zero
//   shapes  <T, In> -> <(T + before + after - d (K - 1) - 1) / s + 1, Out>; same: <ceil(T / s), Out>
//   params  weight <K, In / groups, Out> drawn by the initialiser, bias <Out> zero unless no_bias
//   cost    T' K (In / groups) Out multiply-adds; nothing kept for backward but x
//   errors  "the input must be time, channels": the input has another rank
//   source  torch.nn.Conv1d with channels last and its weight permuted; causal pads d (K - 1) steps before the first
template<std::size_t Out, auto Kernel, auto... Options>
struct conv1d {
    static constexpr std::string_view name = "conv1d";
    static constexpr bool has_linear = true;
    static constexpr window options = read_window<1, Kernel, Options...>(window::convolution);
    static constexpr std::size_t groups = options.groups ? options.groups : 1;

    template<class In>
    using output = shape<options.output(0, In::extent(0)), Out>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, sized = options.kernel[0] > 0 && Out > 0, shaped = In::rank == 2;
        constexpr bool grouped = !shaped || options.groups == 1 || (options.groups > 0 && In::extent(1) % groups == 0 && Out % groups == 0);
        constexpr bool fits = !shaped || options.fits(0, In::extent(0));
        static_assert(understood, "conv1d: an option it does not have or cannot read; use stride, padding<P>, padding<before, after>, same, valid, causal, dilation, groups, no_bias or a schedule");
        static_assert(sized, "conv1d: kernel and channels must not be zero; give sizes above zero");
        static_assert(shaped, "conv1d: the input must be time, channels; put reshape<T, C> before this layer");
        static_assert(grouped, "conv1d: groups must divide the channels of input and output; change groups or the channels");
        static_assert(fits, "conv1d: the kernel must fit into the input; use a smaller kernel or padding");
        return understood && sized && shaped && grouped && fits;
    }
    template<class In>
    using weight = shape<options.kernel[0], (In::extent(1) / groups ? In::extent(1) / groups : 1), Out>;
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<weight<In>, shape<Out>>, only_weight<weight<In>>>;

    template<class In>
    struct lowered {
        static constexpr std::size_t in = In::extent(1), t = options.output(0, In::extent(0));
        static constexpr bool depthwise = groups > 1 && groups == in && groups == Out, grouped = groups > 1 && !depthwise;
        using x = std::conditional_t<grouped, shape<In::extent(0), groups, in / groups>, In>;
        using w = std::conditional_t<depthwise, shape<options.kernel[0], Out>,
                                     std::conditional_t<grouped, shape<options.kernel[0], in / groups, groups, Out / groups>, weight<In>>>;
        using y = std::conditional_t<grouped, shape<t, groups, Out / groups>, shape<t, Out>>;
        static constexpr einsum::formula formula = convolution_formula(options, In::extents, grouped, depthwise);
        static constexpr std::string_view bias = depthwise ? "c" : grouped ? "go" : "o";
    };
};

}

#endif
