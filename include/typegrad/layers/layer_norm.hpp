#ifndef TYPEGRAD_LAYERS_LAYER_NORM_HPP
#define TYPEGRAD_LAYERS_LAYER_NORM_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/normalization.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

// y[i] = (x[i] - mean) / sqrt(variance + epsilon) weight[i] + bias[i], mean and variance being those of x along the last axis
//   shapes    <..., N> -> <..., N>
//   params    weight <N>, 1 at first, unless no_affine; bias <N>, 0 at first, unless no_bias or no_affine
//   cost      3 passes over a row; x is kept for backward, which computes mean and variance again
//   numerics  two passes: the variance is the mean of (x - mean)^2, never a difference of squares
//   errors    "an option it does not have": it knows epsilon<1e-5>, which is the default, no_bias and no_affine
//   source    Ba et al.: Layer normalization (2016); torch.nn.LayerNorm(N)
template<auto... Options>
struct layer_norm {
    static constexpr std::string_view name = "layer_norm";
    static constexpr normalization options = read_normalization<Options...>(1e-5);

    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank >= 1;
        static_assert(understood, "layer_norm: an option it does not have or cannot read; use epsilon, no_bias or no_affine");
        static_assert(shaped, "layer_norm: it needs an axis; give the input a shape");
        return understood && shaped;
    }
    template<class In>
    using parameters = affine_parameters<In::extent(In::rank - 1), options.weight, options.bias>;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            const moments<V> m = moments_of<X>(in);
            simd::along<X::width(), V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                auto v = (at.load(in) - m.mean) * m.scale;
                if constexpr (options.weight) v *= at.load(simd::parameters_along<V>(p.weight.data()));
                if constexpr (options.bias) v += at.load(simd::parameters_along<V>(p.bias.data()));
                at.store(y.row(r), v);
            });
        }
    }

    // dx[i] = (g[i] - mean of g - z[i] mean of g z) / sqrt(variance + epsilon), where g = dy weight and z = y without weight and bias
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            const auto up = dy.row(r);
            const moments<V> m = moments_of<X>(in);
            const auto slope = [&](auto at) TYPEGRAD_INLINE_LAMBDA {
                if constexpr (options.weight) return at.load(up) * at.load(simd::parameters_along<V>(p.weight.data()));
                else return at.load(up);
            };
            const V mean = simd::sum_along<n, V>(slope) * V(1.0 / n);
            const V inner = simd::sum_along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { return slope(at) * (at.load(in) - m.mean); });
            const V along_x = inner * V(1.0 / n) * m.scale * m.scale;
            simd::along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                at.store(dx.row(r), (slope(at) - mean - (at.load(in) - m.mean) * along_x) * m.scale);
            });
            if constexpr (requires { dp.weight; })
                simd::add_sums<n>(dp.weight.data(), [&](auto v, auto d) TYPEGRAD_INLINE_LAMBDA { return d * ((v - m.mean) * m.scale); }, in, up);
            if constexpr (requires { dp.bias; })
                simd::add_sums<n>(dp.bias.data(), [](auto d) TYPEGRAD_INLINE_LAMBDA { return d; }, up);
        }
    }

private:
    template<class V>
    struct moments {
        V mean, scale;
    };
    template<class X, class Row>
    TYPEGRAD_INLINE static constexpr auto moments_of(Row in) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        const V mean = simd::sum_of<n>([](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, in) * V(1.0 / n);
        const V squares = simd::sum_of<n>([&](auto v) TYPEGRAD_INLINE_LAMBDA { return (v - mean) * (v - mean); }, in);
        return moments<V>{mean, V(1) / math::sqrt(squares * V(1.0 / n) + V(options.epsilon))};
    }
};

}

#endif
