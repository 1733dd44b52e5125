#ifndef TYPEGRAD_LAYERS_GRADIENT_HPP
#define TYPEGRAD_LAYERS_GRADIENT_HPP

#include <cstddef>
#include <string_view>

#include "../core/option.hpp"
#include "../core/parameter.hpp"
#include "../simd/rows.hpp"
#include "elementwise.hpp"

// Layers that change the gradient and not, or not alone, what flows forward.
namespace typegrad {

namespace detail {
// y = F(x), dx = Factor dy, whatever the slope of F.
template<class F, real Factor>
struct with_gradient {
    static constexpr bool by_element = true;
    template<class In>
    using output = In;
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        for (std::size_t r = 0; r < X::rows(); ++r) simd::map<X::width()>(y.row(r), [](auto v) TYPEGRAD_INLINE_LAMBDA { return F{}(v); }, x.row(r));
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&) {
        for (std::size_t r = 0; r < Y::rows(); ++r)
            simd::map<Y::width()>(dx.row(r), [](auto d) TYPEGRAD_INLINE_LAMBDA { return d * decltype(d)(Factor.value); }, dy.row(r));
    }
};
}

// y = x, dx = 0: what comes before does not learn from what comes after
//   source  torch.Tensor.detach
struct stop_gradient : detail::with_gradient<identity_function, 0> {
    static constexpr std::string_view name = "stop_gradient";
    template<class In>
    static consteval bool reads() {
        return true;
    }
};

// y = x, dx = -Scale dy: what comes before learns to make the task of what comes after hard
//   source  Ganin, Lempitsky: Unsupervised domain adaptation by backpropagation (2015)
template<real Scale = 1>
struct gradient_reversal : detail::with_gradient<identity_function, real(-Scale.value)> {
    static constexpr std::string_view name = "gradient_reversal";
    template<class In>
    static consteval bool reads() {
        return true;
    }
};

// y = F(x), dx = dy: trains through a function that has no useful slope, such as rounding
//   source  Bengio et al.: Estimating or propagating gradients through stochastic neurons (2013)
template<elementwise F>
struct straight_through : detail::with_gradient<F, 1> {
    static constexpr std::string_view name = "straight_through";
    template<class In>
    static consteval bool reads() {
        return true;
    }
};

}

#endif
