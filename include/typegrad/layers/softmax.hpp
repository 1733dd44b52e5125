#ifndef TYPEGRAD_LAYERS_SOFTMAX_HPP
#define TYPEGRAD_LAYERS_SOFTMAX_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

// y[i] = e^x[i] / sum over j of e^x[j], along the last axis
//   shapes    <..., N> -> <..., N>
//   cost      N exponentials a row; y is kept for backward
//   numerics  the largest element is subtracted first: no overflow
//   source    torch.nn.Softmax(dim=-1)
struct softmax {
    static constexpr std::string_view name = "softmax";
    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank >= 1;
        static_assert(shaped, "softmax: it needs an axis; give the input a shape");
        return shaped;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            const auto out = y.row(r);
            const V top = simd::largest_of<n>([](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, in);
            simd::map<n>(out, [&](auto v) TYPEGRAD_INLINE_LAMBDA { return math::exp(v - top); }, in);
            const V scale = V(1) / simd::sum_of<n>([](auto e) TYPEGRAD_INLINE_LAMBDA { return e; }, out);
            simd::map<n>(out, [&](auto e) TYPEGRAD_INLINE_LAMBDA { return e * scale; }, out);
        }
    }
    // dx[i] = y[i] (dy[i] - sum over j of y[j] dy[j])
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto out = y.row(r), up = dy.row(r);
            const V inner = simd::sum_of<n>([](auto share, auto slope) TYPEGRAD_INLINE_LAMBDA { return share * slope; }, out, up);
            simd::map<n>(dx.row(r), [&](auto share, auto slope) TYPEGRAD_INLINE_LAMBDA { return share * (slope - inner); }, out, up);
        }
    }
};

// y[i] = x[i] - log sum over j of e^x[j], along the last axis
//   shapes    <..., N> -> <..., N>
//   cost      N exponentials and a logarithm a row; y is kept for backward
//   numerics  the largest element is subtracted first: no overflow
//   source    torch.nn.LogSoftmax(dim=-1)
struct log_softmax {
    static constexpr std::string_view name = "log_softmax";
    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank >= 1;
        static_assert(shaped, "log_softmax: it needs an axis; give the input a shape");
        return shaped;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            const V top = simd::largest_of<n>([](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, in);
            const V shift = math::log(simd::sum_of<n>([&](auto v) TYPEGRAD_INLINE_LAMBDA { return math::exp(v - top); }, in));
            simd::map<n>(y.row(r), [&](auto v) TYPEGRAD_INLINE_LAMBDA { return v - top - shift; }, in);
        }
    }
    // dx[i] = dy[i] - e^y[i] sum over j of dy[j]
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X, Y y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto out = y.row(r), up = dy.row(r);
            const V sum = simd::sum_of<n>([](auto slope) TYPEGRAD_INLINE_LAMBDA { return slope; }, up);
            simd::map<n>(dx.row(r), [&](auto v, auto slope) TYPEGRAD_INLINE_LAMBDA { return slope - math::exp(v) * sum; }, out, up);
        }
    }
};

}

#endif
