#ifndef TYPEGRAD_LAYERS_GROUP_NORM_HPP
#define TYPEGRAD_LAYERS_GROUP_NORM_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../core/normalization.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace detail {
// One group of channels, its statistics one V.
template<class V, std::size_t Members>
struct one_group {
    static constexpr std::size_t channels = Members, members = Members;
    // f(part) for its channels, and the sum of it over the group.
    template<class F>
    TYPEGRAD_INLINE static constexpr void each(F f) {
        simd::along<Members, V>(f);
    }
    template<class F>
    TYPEGRAD_INLINE static constexpr V sum(F f) {
        return simd::sum_in_turn<Members, V>(f);
    }
};

// Several small groups of one sample's channels beside each other in a register W, statistics likewise.
template<class W, std::size_t Members, std::size_t Groups>
struct groups_in_register {
    static constexpr std::size_t channels = Members * Groups, members = Members;
    using all = simd::part<W, static_cast<int>(channels)>;

    template<class F>
    TYPEGRAD_INLINE static void each(F f) {
        f(all{0});
    }
    template<class F>
    TYPEGRAD_INLINE static W sum(F f) {
        const W w = f(all{0});
        if constexpr (Members == 1) return w;
        typename W::scalar lane[W::lanes];
        w.store(lane);
        for (std::size_t g = 0; g < channels; g += Members) {
            typename W::scalar s = 0;
            for (std::size_t i = g; i < g + Members; ++i) s += lane[i];
            for (std::size_t i = g; i < g + Members; ++i) lane[i] = s;
        }
        return W::load(lane);
    }
};

// f(block, its first channel) for blocks of whole groups that have all channels together.
template<class V, std::size_t Channels, std::size_t Groups, class F>
TYPEGRAD_INLINE constexpr void for_each_block(F f) {
    constexpr std::size_t members = Channels / Groups, fit = static_cast<std::size_t>(simd::neighbours<V>) / members;
    if constexpr (fit > 1)
        if (!std::is_constant_evaluated()) {
            using W = simd::neighbours_of<V>;
            constexpr std::size_t whole = Groups / fit * fit;
            for (std::size_t g = 0; g < whole; g += fit) f(groups_in_register<W, members, fit>{}, g * members);
            if constexpr (whole < Groups) f(groups_in_register<W, members, Groups - whole>{}, whole * members);
            return;
        }
    for (std::size_t g = 0; g < Groups; ++g) f(one_group<V, members>{}, g * members);
}

// What group_norm and instance_norm do with one block. The channels outside, the rows inside: a register of neighbours
// goes down all rows.
template<normalization const& Options, class Block, class X>
struct normalized_block {
    using V = typename X::value_type;
    static constexpr std::size_t rows = X::rows();
    static constexpr double share = 1.0 / static_cast<double>(Block::members * rows);

    X x;
    std::size_t first;

    template<class Field>
    TYPEGRAD_INLINE constexpr auto load(auto at, Field field, std::size_t r) const {
        return at.load(field.row(r).from(first));
    }
    template<class T>
    TYPEGRAD_INLINE constexpr auto load(auto at, view<T, shape<X::width()>> parameter) const {
        return at.load(simd::parameters_along<V>(parameter.data() + first));
    }
    // The sum of f(part, row) over all rows, for each channel.
    template<class F>
    TYPEGRAD_INLINE static constexpr auto down(auto at, F f) {
        return simd::sum_over<rows, typename decltype(at)::value_type>([&](std::size_t r) TYPEGRAD_INLINE_LAMBDA { return f(at, r); });
    }
    TYPEGRAD_INLINE constexpr auto mean() const {
        const auto sum = Block::sum([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            return down(at, [&](auto a, std::size_t r) TYPEGRAD_INLINE_LAMBDA { return load(a, x, r); });
        });
        return sum * decltype(sum)(share);
    }
    template<class S>
    TYPEGRAD_INLINE constexpr S scale(S mean) const {
        const S squares = Block::sum([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            return down(at, [&](auto a, std::size_t r) TYPEGRAD_INLINE_LAMBDA {
                const auto off = load(a, x, r) - mean;
                return off * off;
            });
        });
        return S(1) / math::sqrt(squares * S(share) + S(Options.epsilon));
    }
    // to[i] += what the lanes of w say: channels side by side, or samples.
    template<class T>
    TYPEGRAD_INLINE constexpr void add(auto at, view<T, shape<X::width()>> to, auto w) const {
        if constexpr (simd::number<V>) at.add(simd::parameters_along<V>(to.data() + first), w);
        else to[first + at.first] += simd::sum(w);
    }

    template<class Y, class P>
    TYPEGRAD_INLINE constexpr void forward(Y y, const P& p) const {
        const auto middle = mean(), factor = scale(middle);
        Block::each([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            auto weight = decltype(load(at, x, 0))(factor), bias = decltype(weight)(0);
            if constexpr (Options.weight) weight *= load(at, p.weight);
            if constexpr (Options.bias) bias = load(at, p.bias);
            for (std::size_t r = 0; r < rows; ++r) at.store(y.row(r).from(first), (load(at, x, r) - middle) * weight + bias);
        });
    }

    // dx = (g - mean of g - z mean of g z) / sqrt(variance + epsilon), where g = dy weight and z = y without weight and bias
    template<class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE constexpr void backward(Y dy, DX dx, const P& p, const DP& dp) const {
        const auto middle = mean(), factor = scale(middle);
        using S = std::remove_const_t<decltype(middle)>;
        const auto weighted = [&](auto at, auto w) TYPEGRAD_INLINE_LAMBDA {
            if constexpr (Options.weight) return w * load(at, p.weight);
            else return w;
        };
        const S g = S(share) * Block::sum([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto sum = down(at, [&](auto a, std::size_t r) TYPEGRAD_INLINE_LAMBDA { return load(a, dy, r); });
            if constexpr (requires { dp.bias; }) add(at, dp.bias, sum);
            return weighted(at, sum);
        });
        const S gz = S(share) * Block::sum([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto sum = factor * down(at, [&](auto a, std::size_t r) TYPEGRAD_INLINE_LAMBDA { return load(a, dy, r) * (load(a, x, r) - middle); });
            if constexpr (requires { dp.weight; }) add(at, dp.weight, sum);
            return weighted(at, sum);
        });
        Block::each([&](auto at) TYPEGRAD_INLINE_LAMBDA {
            const auto weight = weighted(at, decltype(load(at, x, 0))(factor));
            const S along_x = gz * factor * factor, shift = g * factor;
            for (std::size_t r = 0; r < rows; ++r)
                at.store(dx.row(r).from(first), load(at, dy, r) * weight - shift - (load(at, x, r) - middle) * along_x);
        });
    }
};

template<normalization const& Options, std::size_t Groups, class X, class Y, class P>
TYPEGRAD_INLINE constexpr void forward_groups(X x, Y y, const P& p) {
    for_each_block<typename X::value_type, X::width(), Groups>([&](auto block, std::size_t first) TYPEGRAD_INLINE_LAMBDA {
        normalized_block<Options, decltype(block), X>{x, first}.forward(y, p);
    });
}
template<normalization const& Options, std::size_t Groups, class X, class Y, class DX, class P, class DP>
TYPEGRAD_INLINE constexpr void backward_groups(X x, Y dy, DX dx, const P& p, const DP& dp) {
    for_each_block<typename X::value_type, X::width(), Groups>([&](auto block, std::size_t first) TYPEGRAD_INLINE_LAMBDA {
        normalized_block<Options, decltype(block), X>{x, first}.backward(dy, dx, p, dp);
    });
}
}

// y[..., c] = (x[..., c] - mean) / sqrt(variance + epsilon) weight[c] + bias[c], mean and variance being those of the C / Groups
// neighbouring channels that c belongs to, over all other axes
//   shapes    <..., C> -> <..., C>
//   params    weight <C>, 1 at first, unless no_affine; bias <C>, 0 at first, unless no_bias or no_affine
//   cost      3 passes over x; x is kept for backward, which computes mean and variance again
//   numerics  two passes: the variance is the mean of (x - mean)^2, never a difference of squares
//   errors    "the groups must share the channels": Groups does not divide C
//   source    Wu, He: Group normalization (2018); torch.nn.GroupNorm(Groups, C)
template<std::size_t Groups, auto... Options>
struct group_norm {
    static constexpr std::string_view name = "group_norm";
    static constexpr bool mixes_time = true;
    static constexpr normalization options = read_normalization<Options...>(1e-5);

    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank >= 1;
        constexpr bool grouped = !shaped || (Groups > 0 && In::extent(In::rank - 1) % (Groups ? Groups : 1) == 0);
        static_assert(understood, "group_norm: an option it does not have or cannot read; use epsilon, no_bias or no_affine");
        static_assert(shaped, "group_norm: it needs an axis; give the input a shape");
        static_assert(grouped, "group_norm: the groups must share the channels evenly; use a divisor of the last axis");
        return understood && shaped && grouped;
    }
    template<class In>
    using parameters = affine_parameters<In::extent(In::rank - 1), options.weight, options.bias>;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p) {
        detail::forward_groups<options, Groups>(x, y, p);
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp) {
        detail::backward_groups<options, Groups>(x, dy, dx, p, dp);
    }
};

// y[..., c] = (x[..., c] - mean) / sqrt(variance + epsilon) weight[c] + bias[c], mean and variance being those of channel c over
// all other axes
//   shapes    <..., C> -> <..., C>
//   params    weight <C>, 1 at first, unless no_affine; bias <C>, 0 at first, unless no_bias or no_affine
//   cost      as group_norm, whose every group is one channel
//   numerics  as group_norm
//   errors    "there must be an axis before the channels": the statistics of one number say nothing
//   source    Ulyanov et al.: Instance normalization (2016); torch.nn.InstanceNorm1d, 2d(C, affine=True), whose default is no_affine
template<auto... Options>
struct instance_norm {
    static constexpr std::string_view name = "instance_norm";
    static constexpr bool mixes_time = true;
    static constexpr normalization options = read_normalization<Options...>(1e-5);

    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank >= 2;
        static_assert(understood, "instance_norm: an option it does not have or cannot read; use epsilon, no_bias or no_affine");
        static_assert(shaped, "instance_norm: there must be an axis before the channels; put reshape<T, C> before this layer");
        return understood && shaped;
    }
    template<class In>
    using parameters = affine_parameters<In::extent(In::rank - 1), options.weight, options.bias>;

    template<class X, class Y, class P>
    TYPEGRAD_INLINE static constexpr void forward(X x, Y y, const P& p) {
        detail::forward_groups<options, X::width()>(x, y, p);
    }
    template<class X, class Y, class DX, class P, class DP>
    TYPEGRAD_INLINE static constexpr void backward(X x, Y, Y dy, DX dx, const P& p, const DP& dp) {
        detail::backward_groups<options, X::width()>(x, dy, dx, p, dp);
    }
};

}

#endif
