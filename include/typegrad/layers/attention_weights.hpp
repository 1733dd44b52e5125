#ifndef TYPEGRAD_LAYERS_ATTENTION_WEIGHTS_HPP
#define TYPEGRAD_LAYERS_ATTENTION_WEIGHTS_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/limits.hpp"
#include "../core/option.hpp"
#include "../core/parameter.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"
#include "bundle_shape.hpp"

namespace typegrad {

namespace detail {
// y[.., q, k] = e^(x[.., q, k] / sqrt(Width)) / sum over the keys that query q may see; the others get 0. Causal: those up to
// its own step, the last key belonging to the last query. A mask has one number for each key, or for each query and key:
// 0 hides it. A query that may see nothing gets zeros.
//   shapes  <..., Q, K>, or a bundle of it and a mask <K> or <Q, K> -> <..., Q, K>
template<std::size_t Width, bool Causal>
struct attention_weights {
    static constexpr std::string_view name = "attention_weights";
    static constexpr bool reads_bundle = true, wants_context = true, mixes_time = !Causal;
    template<class>
    static constexpr std::size_t state = Causal ? 1 : 0;  // the steps that have passed
    template<class In>
    using output = first_item<In>;
    template<class In>
    static consteval bool reads() {
        constexpr bool agree = item_total<In> == 1 || fits<item_of<0, In>, item_of<1, In>>;
        static_assert(agree, "attention: the mask must have one number for each key, or for each query and key; match its length with that of the keys");
        return agree;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P, class Context>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P&, const Context& context) {
        const std::ptrdiff_t seen = keys_before<Y>(context);
        for (std::size_t r = 0; r < Y::rows(); ++r) {
            const std::size_t q = r % queries<Y>(), keys = Causal ? visible(seen + static_cast<std::ptrdiff_t>(q) + 1) : Y::width();
            if constexpr (requires { x.template get<1>(); }) masked_row(x.template get<0>().row(r), y.row(r), [&](std::size_t k) { return mask_of(x.template get<1>(), q, k); }, keys, Y::width());
            else plain_row<Y>(x.row(r), y.row(r), keys);
        }
    }
    // dx[k] = y[k] (dy[k] - sum over j of y[j] dy[j]) / sqrt(Width)
    template<class X, class Y, class DX, class P, class DP, class Context>
    TYPEGRAD_INLINE static constexpr void backward(X, Y y, Y dy, DX dx, const P&, const DP&, const Context&) {
        using V = typename Y::value_type;
        constexpr std::size_t n = Y::width();
        const auto to = first_of(dx);
        for (std::size_t r = 0; r < Y::rows(); ++r) {
            const auto out = y.row(r), up = dy.row(r);
            const V inner = simd::sum_of<n>([](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a * b; }, out, up);
            simd::map<n>(to.row(r), [&](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a * (b - inner) * V(scale); }, out, up);
        }
        if constexpr (requires { dx.template get<1>(); }) dx.template get<1>().clear();
    }

private:
    static constexpr double scale = 1 / math::sqrt(static_cast<double>(Width));

    template<class Scores, class Mask>
    static constexpr bool fits = (Mask::rank == 1 && Mask::size == Scores::extent(Scores::rank - 1)) ||
                                 (Mask::rank == 2 && Mask::extent(0) == Scores::extent(Scores::rank - 2) && Mask::extent(1) == Scores::extent(Scores::rank - 1));
    template<class Y>
    static constexpr std::size_t queries() {
        return Y::extent(static_cast<int>(Y::where.rank) - 2);
    }
    // How many keys come before the first query: the last key is the last query's. In a stream the cache may not be full yet.
    template<class Y, class Context>
    static constexpr std::ptrdiff_t keys_before(const Context& context) {
        constexpr auto all = static_cast<std::ptrdiff_t>(Y::width()), now = static_cast<std::ptrdiff_t>(queries<Y>());
        if constexpr (Context::streaming && Causal) {
            using V = typename Y::value_type;
            const V passed = math::min(context.state().load(0) + V(now), V(all));
            context.state().store(0, passed);
            return static_cast<std::ptrdiff_t>(passed) - now;
        } else {
            return all - now;
        }
    }
    template<class X>
    static constexpr auto first_of(X x) {
        if constexpr (requires { x.template get<0>(); }) return x.template get<0>();
        else return x;
    }
    template<class M>
    static constexpr auto mask_of(M mask, std::size_t q, std::size_t k) {
        return mask.row(M::rows() == 1 ? 0 : q).load(k);
    }

    static constexpr std::size_t visible(std::ptrdiff_t keys) { return keys > 0 ? static_cast<std::size_t>(keys) : 0; }

    template<class Y, class In, class Out>
    TYPEGRAD_INLINE static constexpr void plain_row(In in, Out out, std::size_t keys) {
        using V = typename Y::value_type;
        constexpr std::size_t n = Y::width();
        if constexpr (!Causal) {
            const V top = simd::largest_of<n>([](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, in);
            simd::map<n>(out, [&](auto v) TYPEGRAD_INLINE_LAMBDA { return math::exp((v - top) * V(scale)); }, in);
            const V share = V(1) / simd::sum_of<n>([](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, out);
            simd::map<n>(out, [&](auto v) TYPEGRAD_INLINE_LAMBDA { return v * share; }, out);
        } else {
            masked_row(in, out, [](std::size_t) { return V(1); }, keys, n);
        }
    }
    template<class In, class Out, class Mask>
    TYPEGRAD_INLINE static constexpr void masked_row(In in, Out out, Mask mask, std::size_t keys, std::size_t n) {
        using V = typename In::value_type;
        const V low(-detail::largest<simd::scalar_of<V>>);
        V top = low, sum(0);
        simd::each<V>(0, keys, [&](std::size_t k) TYPEGRAD_INLINE_LAMBDA { top = math::select(mask(k) == V(0), top, math::max(in.load(k), top)); });
        top = simd::largest_of_team(top);
        simd::each<V>(0, keys, [&](std::size_t k) TYPEGRAD_INLINE_LAMBDA {
            const V e = math::select(mask(k) == V(0), V(0), math::exp((math::min(in.load(k), top) - top) * V(scale)));
            out.store(k, e);
            sum += e;
        });
        sum = simd::sum_of_team(sum);
        const V share = math::select(sum > V(0), V(1) / math::max(sum, V(1e-30)), V(0));
        simd::each<V>(0, keys, [&](std::size_t k) TYPEGRAD_INLINE_LAMBDA { out.store(k, out.load(k) * share); });
        simd::each<V>(keys, n, [&](std::size_t k) TYPEGRAD_INLINE_LAMBDA { out.store(k, V(0)); });
    }
};
}

}

#endif
