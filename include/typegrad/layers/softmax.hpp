#ifndef TYPEGRAD_LAYERS_SOFTMAX_HPP
#define TYPEGRAD_LAYERS_SOFTMAX_HPP

#include <cstddef>
#include <string_view>

#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"

namespace typegrad {

namespace detail {
// max and sum over i of e^(x[i] - max) of one row: what softmax and its logarithm share.
template<class Row, class V>
constexpr void exponential_sum(Row x, std::size_t n, V& top, V& sum) {
    top = x.load(0);
    for (std::size_t i = 1; i < n; ++i) top = math::max(x.load(i), top);
    sum = V(0);
    for (std::size_t i = 0; i < n; ++i) sum += math::exp(x.load(i) - top);
}
}

// y[i] = e^x[i] / sum over j of e^x[j], along the last axis
//   shapes    <..., N> -> <..., N>
//   cost      2 N exponentials a row; y is kept for backward
//   numerics  the largest element is subtracted first: no overflow
//   source    torch.nn.Softmax(dim=-1)
struct softmax {
    static constexpr std::string_view name = "softmax";
    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        static_assert(In::rank >= 1, "softmax: it needs an axis; give the input a shape");
        return true;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            const auto out = y.row(r);
            V top, sum;
            detail::exponential_sum(in, X::width(), top, sum);
            const V scale = V(1) / sum;
            for (std::size_t i = 0; i < X::width(); ++i) out.store(i, math::exp(in.load(i) - top) * scale);
        }
    }
    // dx[i] = y[i] (dy[i] - sum over j of y[j] dy[j])
    template<class X, class Y, class DX, class P, class DP>
    static constexpr void backward(X, Y y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto out = y.row(r), up = dy.row(r);
            const auto down = dx.row(r);
            V inner(0);
            for (std::size_t i = 0; i < X::width(); ++i) inner += out.load(i) * up.load(i);
            for (std::size_t i = 0; i < X::width(); ++i) down.store(i, out.load(i) * (up.load(i) - inner));
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
        static_assert(In::rank >= 1, "log_softmax: it needs an axis; give the input a shape");
        return true;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P&) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto in = x.row(r);
            V top, sum;
            detail::exponential_sum(in, X::width(), top, sum);
            const V shift = math::log(sum);
            for (std::size_t i = 0; i < X::width(); ++i) y.row(r).store(i, in.load(i) - top - shift);
        }
    }
    // dx[i] = dy[i] - e^y[i] sum over j of dy[j]
    template<class X, class Y, class DX, class P, class DP>
    static constexpr void backward(X, Y y, Y dy, DX dx, const P&, const DP&) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r) {
            const auto out = y.row(r), up = dy.row(r);
            V sum(0);
            for (std::size_t i = 0; i < X::width(); ++i) sum += up.load(i);
            for (std::size_t i = 0; i < X::width(); ++i) dx.row(r).store(i, up.load(i) - math::exp(out.load(i)) * sum);
        }
    }
};

}

#endif
