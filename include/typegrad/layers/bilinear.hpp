#ifndef TYPEGRAD_LAYERS_BILINEAR_HPP
#define TYPEGRAD_LAYERS_BILINEAR_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "bundle_shape.hpp"
#include "compose.hpp"
#include "dense.hpp"
#include "flatten.hpp"
#include "product.hpp"

namespace typegrad {

// y[o] = bias[o] + sum over i, j of x0[i] weight[i, j, o] x1[j]
//   shapes  bundle of <In0> and <In1> -> <Out>
//   params  weight <In0, In1, Out> drawn by the initialiser, bias <Out> zero unless no_bias
//   cost    In0 In1 (1 + Out) multiply-adds; x0, x1 and all x0[i] x1[j] are kept for backward
//   errors  "it reads a bundle of two vectors"
//   source  torch.nn.Bilinear, whose weight is <Out, In0, In1>
template<std::size_t Out, auto... Options>
struct bilinear {
    static constexpr std::string_view name = "bilinear";
    static constexpr bool reads_bundle = true;
    static constexpr window options = read_window<1, 1, Options...>(window::linear);

    template<class In>
    using body = sequential<product<"i,j->ij">, flatten, dense<Out, Options...>>;
    template<class In>
    using weight = shape<item_of<0, In>::extent(0), item_of<1, In>::extent(0), Out>;
    template<class In>
    using parameters = std::conditional_t<options.bias, weight_and_bias<weight<In>, shape<Out>>, only_weight<weight<In>>>;

    template<class In>
    static consteval bool reads() {
        constexpr bool vectors = item_total<In> == 2 && item_of<0, In>::rank == 1 && item_of<1, In>::rank == 1;
        static_assert(vectors, "bilinear: it reads a bundle of two vectors; use fork or use<...> to make one, and flatten its items");
        return vectors;
    }
};

}

#endif
