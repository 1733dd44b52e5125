#ifndef TYPEGRAD_LAYERS_CONV3D_HPP
#define TYPEGRAD_LAYERS_CONV3D_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"

namespace typegrad {

// y[d, h, w, o] = bias[o] + sum over j, k, l, c of x[s d + e j - p, s h + e k - p, s w + e l - p, c] weight[j, k, l, c, o];
// outside x is zero
//   shapes  <D, H, W, In> -> <(D + before + after - e (Kd - 1) - 1) / s + 1, ..., Out>; same: <ceil(D / s), ..., Out>
//   params  weight <Kd, Kh, Kw, In / groups, Out> drawn by the initialiser, bias <Out> zero unless no_bias
//   cost    D' H' W' Kd Kh Kw (In / groups) Out multiply-adds; nothing kept for backward but x
//   errors  "the input must be depth, height, width, channels": the input has another rank
//   source  torch.nn.Conv3d with channels last and its weight permuted; same as tensorflow's padding="SAME"
template<std::size_t Out, auto Kernel, auto... Options>
struct conv3d {
    static constexpr std::string_view name = "conv3d";
    static constexpr bool has_linear = true;
    static constexpr window options = read_window<3, Kernel, Options...>(window::convolution);
    static constexpr std::size_t groups = options.groups ? options.groups : 1;
    static constexpr std::size_t kd = options.kernel[0], kh = options.kernel[1], kw = options.kernel[2];

    template<class In>
    using output = shape<options.output(0, In::extent(0)), options.output(1, In::extent(1)), options.output(2, In::extent(2)), Out>;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, sized = kd > 0 && kh > 0 && kw > 0 && Out > 0, shaped = In::rank == 4;
        constexpr bool grouped = !shaped || options.groups == 1 || (options.groups > 0 && In::extent(3) % groups == 0 && Out % groups == 0);
        constexpr bool fits = !shaped || (options.fits(0, In::extent(0)) && options.fits(1, In::extent(1)) && options.fits(2, In::extent(2)));
        static_assert(understood, "conv3d: an option it does not have or cannot read; use stride, padding<P>, padding<front, top, left, back, bottom, right>, same, valid, dilation, groups, no_bias or a schedule");
        static_assert(sized, "conv3d: kernel and channels must not be zero; give sizes above zero");
        static_assert(shaped, "conv3d: the input must be depth, height, width, channels; put reshape<D, H, W, C> before this layer");
        static_assert(grouped, "conv3d: groups must divide the channels of input and output; change groups or the channels");
        static_assert(fits, "conv3d: the kernel must fit into the input; use a smaller kernel or padding");
        return understood && sized && shaped && grouped && fits;
    }
    template<class In>
    using weight = shape<kd, kh, kw, (In::extent(3) / groups ? In::extent(3) / groups : 1), Out>;
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<weight<In>, shape<Out>>, only_weight<weight<In>>>;

    template<class In>
    struct lowered {
        static constexpr std::size_t in = In::extent(3);
        static constexpr std::size_t d = options.output(0, In::extent(0)), h = options.output(1, In::extent(1)), w_ = options.output(2, In::extent(2));
        static constexpr bool depthwise = groups > 1 && groups == in && groups == Out, grouped = groups > 1 && !depthwise;
        using x = std::conditional_t<grouped, shape<In::extent(0), In::extent(1), In::extent(2), groups, in / groups>, In>;
        using w = std::conditional_t<depthwise, shape<kd, kh, kw, Out>,
                                     std::conditional_t<grouped, shape<kd, kh, kw, in / groups, groups, Out / groups>, weight<In>>>;
        using y = std::conditional_t<grouped, shape<d, h, w_, groups, Out / groups>, shape<d, h, w_, Out>>;
        static constexpr einsum::formula formula = convolution_formula(options, In::extents, grouped, depthwise);
        static constexpr std::string_view bias = depthwise ? "c" : grouped ? "go" : "o";
    };
};

}

#endif
