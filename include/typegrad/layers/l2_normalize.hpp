#ifndef TYPEGRAD_LAYERS_L2_NORMALIZE_HPP
#define TYPEGRAD_LAYERS_L2_NORMALIZE_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/normalization.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

// y[i] = x[i] / max(|x|, epsilon), where |x|^2 is the sum of x^2 along the last axis
//   shapes    <..., N> -> <..., N>
//   cost      2 passes over a row; x and y are kept for backward
//   numerics  |x|^2 must be a number: infinite beyond |x| = 1.8e19, zero below 1e-23
//   errors    "an option it does not have": it knows epsilon<1e-12>, which is the default
//   source    torch.nn.functional.normalize(dim=-1)
template<auto... Options>
struct l2_normalize {
    static constexpr std::string_view name = "l2_normalize";
    static constexpr normalization options = read_normalization<Options...>(1e-12);

    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood && options.weight && options.bias, shaped = In::rank >= 1;
        static_assert(understood, "l2_normalize: an option it does not have or cannot read; use epsilon");
        static_assert(shaped, "l2_normalize: it needs an axis; give the input a shape");
        return understood && shaped;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const V scale = V(1) / math::max(norm<X>(x.row(r)), V(options.epsilon));
            simd::map<X::width()>(y.row(r), [&](auto v) TYPEGRAD_INLINE_LAMBDA { return v * scale; }, x.row(r));
        }
    }

    // dx[i] = (dy[i] - y[i] sum of dy y) / |x|; where |x| is below epsilon, dy[i] / epsilon
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const V size = norm<X>(x.row(r)), scale = V(1) / math::max(size, V(options.epsilon));
            const V inner = simd::sum_of<n>([](auto d, auto v) TYPEGRAD_INLINE_LAMBDA { return d * v; }, dy.row(r), y.row(r));
            const V turn = math::select(size < V(options.epsilon), V(0), inner);
            simd::map<n>(dx.row(r), [&](auto d, auto v) TYPEGRAD_INLINE_LAMBDA { return (d - v * turn) * scale; }, dy.row(r), y.row(r));
        }
    }

private:
    template<class X, class Row>
    TYPEGRAD_INLINE static constexpr auto norm(Row in) {
        return math::sqrt(simd::sum_of<X::width()>([](auto v) TYPEGRAD_INLINE_LAMBDA { return v * v; }, in));
    }
};

}

#endif
