#ifndef TYPEGRAD_LAYERS_DENSE_HPP
#define TYPEGRAD_LAYERS_DENSE_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../einsum/formula.hpp"
#include "../einsum/window.hpp"

namespace typegrad {

// y[o] = bias[o] + sum over i of x[i] weight[i, o]
//   shapes  <In> -> <Out>
//   params  weight <In, Out> drawn by the initialiser, bias <Out> zero unless no_bias
//   cost    In Out multiply-adds; nothing kept for backward but x
//   errors  "the input must be a vector": put flatten before this layer
//   source  torch.nn.Linear with its weight transposed
template<std::size_t Out, auto... Options>
struct dense {
    static constexpr std::string_view name = "dense";
    static constexpr bool has_linear = true;
    static constexpr window options = read_window<1, 1, Options...>(window::linear);

    template<class In>
    using output = shape<Out>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 1, sized = Out > 0, understood = options.understood;
        static_assert(shaped, "dense: the input must be a vector; put flatten before this layer");
        static_assert(sized, "dense: it needs at least one output; give a size above zero");
        static_assert(understood, "dense: an option it does not have; use no_bias or a schedule");
        return shaped && sized && understood;
    }
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<shape<In::size, Out>, shape<Out>>, only_weight<shape<In::size, Out>>>;

    // The linear part for one sample, in index notation.
    template<class In>
    struct lowered {
        using x = In;
        using w = shape<In::size, Out>;
        using y = shape<Out>;
        static constexpr einsum::formula formula = einsum::parse("i,io->o");
        static constexpr std::string_view bias = "o";
    };
};

}

#endif
