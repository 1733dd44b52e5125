#ifndef TYPEGRAD_LAYERS_RMS_NORM_HPP
#define TYPEGRAD_LAYERS_RMS_NORM_HPP

#include <cstddef>
#include <cfloat>
#include <string_view>

#include "../config.hpp"
#include "../core/normalization.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

// y[i] = x[i] / sqrt(mean of x^2 + epsilon) weight[i], the mean being along the last axis
//   shapes  <..., N> -> <..., N>
//   params  weight <N>, 1 at first, unless no_affine
//   cost    2 passes over a row; x is kept for backward, which computes the mean again
//   errors  "an option it does not have": it knows epsilon<1e-6> and no_affine; epsilon is 2^-23 unless given
//   source  Zhang, Sennrich: Root mean square layer normalization (2019); torch.nn.RMSNorm(N)
template<auto... Options>
struct rms_norm {
    static constexpr std::string_view name = "rms_norm";
    static constexpr normalization options = read_normalization<Options...>(FLT_EPSILON);

    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood && options.bias == options.weight, shaped = In::rank >= 1;
        static_assert(understood, "rms_norm: an option it does not have or cannot read; use epsilon or no_affine");
        static_assert(shaped, "rms_norm: it needs an axis; give the input a shape");
        return understood && shaped;
    }
    template<class In>
    using parameters = affine_parameters<In::extent(In::rank - 1), options.weight, false>;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const V scale = scale_of<X>(x.row(r));
            simd::along<X::width(), V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                const auto v = at.load(x.row(r)) * scale;
                if constexpr (options.weight) at.store(y.row(r), v * at.load(simd::parameters_along<V>(p.weight.data())));
                else at.store(y.row(r), v);
            });
        }
    }

    // dx[i] = (g[i] - z[i] mean of g z) / sqrt(mean of x^2 + epsilon), where g = dy weight and z = y without weight
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            const auto up = dy.row(r);
            const V scale = scale_of<X>(in);
            const auto slope = [&](auto at) TYPEGRAD_INLINE_LAMBDA {
                if constexpr (options.weight) return at.load(up) * at.load(simd::parameters_along<V>(p.weight.data()));
                else return at.load(up);
            };
            const V inner = simd::sum_along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { return slope(at) * at.load(in); });
            const V along_x = inner * V(1.0 / n) * scale * scale;
            simd::along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA { at.store(dx.row(r), (slope(at) - at.load(in) * along_x) * scale); });
            if constexpr (requires { dp.weight; })
                simd::add_sums<n>(dp.weight.data(), [&](auto v, auto d) TYPEGRAD_INLINE_LAMBDA { return d * (v * scale); }, in, up);
        }
    }

private:
    template<class X, class Row>
    TYPEGRAD_INLINE static constexpr auto scale_of(Row in) {
        using V = typename X::value_type;
        const V squares = simd::sum_of<X::width()>([](auto v) TYPEGRAD_INLINE_LAMBDA { return v * v; }, in);
        return V(1) / math::sqrt(squares * V(1.0 / X::width()) + V(options.epsilon));
    }
};

}

#endif
