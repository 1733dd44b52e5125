#ifndef TYPEGRAD_LAYERS_SQUEEZE_EXCITATION_HPP
#define TYPEGRAD_LAYERS_SQUEEZE_EXCITATION_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "activation.hpp"
#include "compose.hpp"
#include "dense.hpp"
#include "global_avg_pool.hpp"
#include "multiply.hpp"

namespace typegrad {

// y[h, w, c] = x[h, w, c] gate[c], gate = sigmoid(W2 relu(W1 m + b1) + b2), where m[c] is the mean of channel c: every
// channel is as strong as the whole image says. A sequence <T, C> likewise
//   shapes  In -> In
//   params  squeeze.weight <C, C / Reduction>, squeeze.bias, excite.weight <C / Reduction, C>, excite.bias
//   cost    H W C additions and as many multiplications, 2 C C / Reduction multiply-adds; x is kept for backward
//   errors  "the input must be", "the reduction must leave"
//   source  Hu, Shen, Sun: Squeeze-and-excitation networks (2018), equations 2 to 4
template<std::size_t Reduction = 16>
struct squeeze_excitation {
    static constexpr std::string_view name = "squeeze_excitation";
    template<class In>
    static constexpr std::size_t channels = In::extent(In::rank == 2 ? 1 : 2);
    template<class In>
    static constexpr std::size_t squeezed = Reduction && channels<In> / Reduction ? channels<In> / Reduction : 1;
    template<class In>
    using mean = std::conditional_t<In::rank == 2, global_avg_pool1d, global_avg_pool2d>;
    template<class In>
    using gate = sequential<mean<In>, named<"squeeze", dense<squeezed<In>>>, relu, named<"excite", dense<channels<In>>>, sigmoid>;

    template<class In>
    using body = sequential<detail::unnumbered<fork<identity, detail::unnumbered<gate<In>>>>, multiply>;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 2 || In::rank == 3, leaves = Reduction > 0 && channels<In> >= Reduction;
        static_assert(shaped, "squeeze_excitation: the input must be height, width, channels or time, channels; put reshape<H, W, C> before this layer");
        static_assert(!shaped || leaves, "squeeze_excitation: the reduction must leave at least one channel; use a smaller one");
        return shaped && leaves;
    }
};

}

#endif
