#ifndef TYPEGRAD_LAYERS_FEED_FORWARD_HPP
#define TYPEGRAD_LAYERS_FEED_FORWARD_HPP

#include <cstddef>
#include <string_view>

#include "activation.hpp"
#include "bundle_shape.hpp"
#include "compose.hpp"
#include "dense.hpp"
#include "multiply.hpp"
#include "time_distributed.hpp"

namespace typegrad {

// y[t] = W2 f(W1 x[t] + b1) + b2: two dense layers for every step
//   shapes  <T, D> -> <T, D>
//   params  0.weight <D, Hidden>, 0.bias, 2.weight <Hidden, D>, 2.bias
//   cost    2 T D Hidden multiply-adds
//   errors  "the input must be time, width"
//   source  Vaswani et al.: Attention is all you need (2017), section 3.3
template<std::size_t Hidden, class Activation = gelu>
struct feed_forward {
    static constexpr std::string_view name = "feed_forward";
    template<class In>
    using body = sequential<time_distributed<dense<Hidden>>, Activation, time_distributed<dense<In::extent(1)>>>;
    template<class In>
    static consteval bool reads() {
        static_assert(In::rank == 2, "feed_forward: the input must be time, width; put an embedding or reshape<T, Width> before this layer");
        return In::rank == 2;
    }
};

// y[t] = W2 (silu(W1 x[t]) * (V x[t])): a gated pair in place of the first, all without a bias
//   shapes  <T, D> -> <T, D>
//   params  gate.weight <D, Hidden>, up.weight <D, Hidden>, down.weight <Hidden, D>
//   cost    3 T D Hidden multiply-adds
//   errors  "the input must be time, width"
//   source  Shazeer: GLU variants improve transformer (2020), equation 6
template<std::size_t Hidden>
struct swiglu {
    static constexpr std::string_view name = "swiglu";
    template<std::size_t Out>
    using project = time_distributed<dense<Out, no_bias>>;
    template<class In>
    using body = sequential<detail::unnumbered<fork<detail::unnumbered<sequential<named<"gate", project<Hidden>>, silu>>, named<"up", project<Hidden>>>>, multiply, named<"down", project<In::extent(1)>>>;
    template<class In>
    static consteval bool reads() {
        static_assert(In::rank == 2, "swiglu: the input must be time, width; put an embedding or reshape<T, Width> before this layer");
        return In::rank == 2;
    }
};

}

#endif
