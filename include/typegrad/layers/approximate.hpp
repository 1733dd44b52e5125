#ifndef TYPEGRAD_LAYERS_APPROXIMATE_HPP
#define TYPEGRAD_LAYERS_APPROXIMATE_HPP

#include "../config.hpp"
#include "../simd/math.hpp"
#include "elementwise.hpp"

namespace typegrad {

// F with the cheaper exp, tanh, sigmoid and erf of math::approximate, for inference that can bear an error of 1e-4
//   approximate<tanh>, feed_forward<256, approximate<gelu>>, lstm<40, activation<approximate<tanh>>, gate_activation<approximate<sigmoid>>>
//   shapes    those of F
//   numerics  exp, tanh, sigmoid and erf within 1e-4 (exp relatively); the derivative is that of F
template<elementwise F>
struct approximate : F {
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const {
        return F{}(math::approximated<V>(x)).value;
    }
    template<class V>
        requires(!derivative<F>::from_y)
    TYPEGRAD_INLINE constexpr V df(V x) const {
        return derivative<F>::of(x);
    }
};

}

#endif
