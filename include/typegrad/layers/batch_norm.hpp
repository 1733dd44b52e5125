#ifndef TYPEGRAD_LAYERS_BATCH_NORM_HPP
#define TYPEGRAD_LAYERS_BATCH_NORM_HPP

#include <cstddef>
#include <string_view>

#include "../core/normalization.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace option {
template<real Share>
struct momentum {};
}
// momentum<0.1>: how much of a running mean comes from the newest batch.
template<real Share>
inline constexpr option::momentum<Share> momentum{};

namespace detail {
struct batch_normalization : normalization {
    double momentum = 0.1;
};
template<class Option>
constexpr void read_batch_option(batch_normalization& n, Option o) {
    read_option(n, o);
}
template<real Share>
constexpr void read_batch_option(batch_normalization& n, option::momentum<Share>) {
    n.momentum = Share.value;
    n.understood = n.understood && Share.value >= 0 && Share.value <= 1;
}
template<auto... Options>
consteval batch_normalization read_batch_normalization() {
    batch_normalization n{{1e-5}};
    (read_batch_option(n, Options), ...);
    return n;
}

// What is trained, and behind it what is counted.
template<class Trained, std::size_t Channels, bool Weight, bool Bias>
struct normed_parameters {
    static constexpr std::size_t size = Trained::size, statistics = 2 * Channels;
    template<class T>
    struct views : Trained::template views<T> {
        view<T, shape<Channels>> running_mean, running_var;
    };
    template<class T>
    TYPEGRAD_INLINE static constexpr views<T> at(T* p, T* counted) {
        return {Trained::at(p), view<T, shape<Channels>>(counted), view<T, shape<Channels>>(counted + Channels)};
    }
    template<class T, class F>
    TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
        Trained::each(v, f);
        f("running_mean", v.running_mean, initial{});
        f("running_var", v.running_var, initial{false, 1});
    }
};
}

// y[.., c] = (x[.., c] - mean[c]) / sqrt(variance[c] + epsilon) weight[c] + bias[c], with mean and variance of channel c over
// the batch and all other axes while training, and running ones otherwise
//   shapes    <..., C> -> <..., C>: <C>, <T, C>, <H, W, C>
//   params    weight <C>, 1 at first, unless no_affine; bias <C>, 0 at first, unless no_bias or no_affine
//   state     statistics running_mean <C>, running_var <C>: not trained; a trainer moves them towards those of each batch by
//             momentum<0.1>, as the variance of a sample (divided by one less)
//   cost      3 passes over x while training; nothing otherwise: the layer before it takes the factors into its weights
//   numerics  two passes: the variance is the mean of (x - mean)^2; sums in an order that no tile or thread changes
//   errors    "an option it does not have": it knows epsilon<1e-5>, momentum<0.1>, no_bias and no_affine
//   source    Ioffe, Szegedy: Batch normalization (2015); torch.nn.BatchNorm1d and 2d
template<auto... Options>
struct batch_norm {
    static constexpr std::string_view name = "batch_norm";
    static constexpr auto options = detail::read_batch_normalization<Options...>();
    static constexpr bool mixes_samples = true, folds = true;

    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        constexpr bool understood = options.understood, shaped = In::rank >= 1;
        static_assert(understood, "batch_norm: an option it does not have or cannot read; use epsilon, momentum, no_bias or no_affine");
        static_assert(shaped, "batch_norm: it needs an axis of channels; give the input a shape");
        return understood && shaped;
    }
    template<class In>
    static constexpr std::size_t channels = In::extent(In::rank - 1);
    template<class In>
    using parameters = detail::normed_parameters<affine_parameters<channels<In>, options.weight, options.bias>, channels<In>, options.weight, options.bias>;
    // Mean, one over the deviation, and the variance of a sample, of the batch.
    template<class In>
    static constexpr std::size_t kept_together = 3 * channels<In>;

    // Without training: y = factor x + summand.
    template<class T>
    struct affine {
        T factor, summand;
    };
    template<class P>
    static constexpr auto channel(const P& p, std::size_t c) {
        using T = typename decltype(p.running_mean)::value_type;
        T factor = T(1) / math::sqrt(p.running_var[c] + static_cast<T>(options.epsilon)), summand = 0;
        if constexpr (options.weight) factor *= p.weight[c];
        if constexpr (options.bias) summand = p.bias[c];
        return affine<T>{factor, summand - p.running_mean[c] * factor};
    }
    template<class X, class Y, class P>
    static constexpr void forward(X x, Y y, const P& p) {
        using V = typename X::value_type;
        for (std::size_t c = 0; c < X::width(); ++c) {
            const auto by = channel(p, c);
            for (std::size_t r = 0; r < X::rows(); ++r) y.row(r).store(c, x.row(r).load(c) * V(by.factor) + V(by.summand));
        }
    }
    // Of a frozen layer: it keeps to its running statistics.
    template<class X, class Y, class DX, class P, class DP>
    static constexpr void backward(X, Y, Y dy, DX dx, const P& p, const DP&) {
        using V = typename X::value_type;
        for (std::size_t c = 0; c < X::width(); ++c) {
            const auto by = channel(p, c);
            for (std::size_t r = 0; r < X::rows(); ++r) dx.row(r).store(c, dy.row(r).load(c) * V(by.factor));
        }
    }

    // With training: x(g), y(g) are the fields of group g of samples, valid(g) has 1 for each real one and 0 for the others.
    template<class Group, class P, class T>
    TYPEGRAD_INLINE static constexpr void forward_batch(const Group& group, const P& p, T* kept) {
        using X = decltype(group.x(0));
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        T *const mean = kept, *const scale = kept + n, *const variance = kept + 2 * n;
        const T count = static_cast<T>(group.count * X::rows());
        for (std::size_t i = 0; i < 3 * n; ++i) kept[i] = 0;
        add_over(group, mean, [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; });
        for (std::size_t c = 0; c < n; ++c) mean[c] /= count;
        for (std::size_t g = 0; g < group.groups; ++g)
            for (std::size_t r = 0; r < X::rows(); ++r)
                simd::add_sums<n>(variance, [&](auto v, auto m) TYPEGRAD_INLINE_LAMBDA { return (v - m) * (v - m) * decltype(v)(group.valid(g)); }, group.x(g).row(r), simd::parameters_along<V>(mean));
        for (std::size_t c = 0; c < n; ++c) {
            scale[c] = T(1) / math::sqrt(variance[c] / count + static_cast<T>(options.epsilon));
            variance[c] /= count > T(1) ? count - T(1) : T(1);
        }
        for (std::size_t g = 0; g < group.groups; ++g)
            for (std::size_t r = 0; r < X::rows(); ++r)
                simd::along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                    auto v = (at.load(group.x(g).row(r)) - at.load(simd::parameters_along<V>(mean))) * at.load(simd::parameters_along<V>(scale));
                    if constexpr (options.weight) v *= at.load(simd::parameters_along<V>(p.weight.data()));
                    if constexpr (options.bias) v += at.load(simd::parameters_along<V>(p.bias.data()));
                    at.store(group.y(g).row(r), v);
                });
    }
    // dx = weight / deviation (dy - mean of dy - z mean of dy z), where z is x normalised; statistics are left in dp.
    template<class Group, class P, class DP, class T>
    TYPEGRAD_INLINE static constexpr void backward_batch(const Group& group, const P& p, const DP& dp, T* kept) {
        using X = decltype(group.x(0));
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        const T *const mean = kept, *const scale = kept + n;
        const T count = static_cast<T>(group.count * X::rows());
        T sums[2 * n]{};
        for (std::size_t g = 0; g < group.groups; ++g)
            for (std::size_t r = 0; r < X::rows(); ++r) {
                simd::add_sums<n>(sums, [](auto d) TYPEGRAD_INLINE_LAMBDA { return d; }, group.dy(g).row(r));
                simd::add_sums<n>(sums + n, [](auto d, auto v, auto m, auto s) TYPEGRAD_INLINE_LAMBDA { return d * (v - m) * s; }, group.dy(g).row(r), group.x(g).row(r),
                                  simd::parameters_along<V>(mean), simd::parameters_along<V>(scale));
            }
        for (std::size_t c = 0; c < n; ++c) {
            if constexpr (requires { dp.running_mean; }) {
                dp.running_mean[c] = mean[c];
                dp.running_var[c] = kept[2 * n + c];
            }
            if constexpr (requires { dp.bias; }) dp.bias[c] += sums[c];
            if constexpr (requires { dp.weight; }) dp.weight[c] += sums[n + c];
            sums[c] /= count;
            sums[n + c] /= count;
        }
        for (std::size_t g = 0; g < group.groups; ++g)
            for (std::size_t r = 0; r < X::rows(); ++r)
                simd::along<n, V>([&](auto at) TYPEGRAD_INLINE_LAMBDA {
                    const auto s = at.load(simd::parameters_along<V>(scale));
                    const auto z = (at.load(group.x(g).row(r)) - at.load(simd::parameters_along<V>(mean))) * s;
                    auto d = (at.load(group.dy(g).row(r)) - at.load(simd::parameters_along<V>(sums)) - z * at.load(simd::parameters_along<V>(sums + n))) * s;
                    if constexpr (options.weight) d *= at.load(simd::parameters_along<V>(p.weight.data()));
                    at.store(group.dx(g).row(r), d * decltype(d)(group.valid(g)));
                });
    }

private:
    template<class Group, class T, class F>
    TYPEGRAD_INLINE static constexpr void add_over(const Group& group, T* to, F f) {
        using X = decltype(group.x(0));
        for (std::size_t g = 0; g < group.groups; ++g)
            for (std::size_t r = 0; r < X::rows(); ++r)
                simd::add_sums<X::width()>(to, [&](auto v) TYPEGRAD_INLINE_LAMBDA { return f(v) * decltype(v)(group.valid(g)); }, group.x(g).row(r));
    }
};

}

#endif
