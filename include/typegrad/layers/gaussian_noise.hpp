#ifndef TYPEGRAD_LAYERS_GAUSSIAN_NOISE_HPP
#define TYPEGRAD_LAYERS_GAUSSIAN_NOISE_HPP

#include <cstddef>
#include <string_view>

#include "../core/bundle.hpp"
#include "../core/option.hpp"
#include "../core/parameter.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "bundle_shape.hpp"

namespace typegrad {

namespace detail {
// A normal number for an element: the sum of twelve uniform ones less six has variance 1 and no tail beyond 6; it needs no
// function that a backend could round otherwise.
//   source  the central limit theorem; error of the distribution below 0.002 everywhere
template<class Context>
constexpr auto normal_number(const Context& context, std::size_t element) {
    auto sum = context.uniform(12 * element);
    for (std::size_t k = 1; k < 12; ++k) sum = sum + context.uniform(12 * element + k);
    return sum - decltype(sum)(6);
}
}

// y = x + Deviation n, with n normal for every element, while training; otherwise y = x
//   shapes  <...> -> <...>
//   cost    in training twelve random numbers an element; otherwise nothing
//   source  Bishop: Training with noise is equivalent to Tikhonov regularization (1995)
template<real Deviation = 0.1>
struct gaussian_noise {
    static constexpr std::string_view name = "gaussian_noise";
    static constexpr bool only_trains = true, wants_context = true;
    template<class In>
    using output = In;
    template<class In>
    static consteval bool reads() {
        return true;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P, class Context>
    static constexpr void forward(X x, Y y, const P&, const Context& context) {
        using V = typename X::value_type;
        for (std::size_t r = 0; r < X::rows(); ++r)
            for (std::size_t i = 0; i < X::width(); ++i)
                y.row(r).store(i, x.row(r).load(i) + V(Deviation.value) * detail::normal_number(context, r * X::width() + i));
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&, const Context&) {
        for (std::size_t r = 0; r < Y::rows(); ++r)
            for (std::size_t i = 0; i < Y::width(); ++i) dx.row(r).store(i, dy.row(r).load(i));
    }
};

// y = mean + e^(log_variance / 2) n, with n normal for every element: a sample that gradients flow through. Without
// training y = mean.
//   shapes  bundle of mean <...> and log_variance <...> -> <...>
//   cost    in training twelve random numbers and an exponential an element
//   errors  "a bundle of two items of one shape": mean and log_variance
//   source  Kingma, Welling: Auto-encoding variational Bayes (2014), section 2.4
struct reparameterize {
    static constexpr std::string_view name = "reparameterize";
    static constexpr bool wants_context = true, reads_bundle = true, by_element = true;
    template<class In>
    using output = first_item<In>;
    template<class In>
    static consteval bool reads() {
        constexpr bool fits = item_total<In> == 2 && items_agree<In>;
        static_assert(fits, "reparameterize: it reads a bundle of two items of one shape, mean and log_variance; use fork to make one");
        return fits;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P, class Context>
    static constexpr void forward(X x, Y y, const P&, const Context& context) {
        each(y, [&](std::size_t r, std::size_t i) {
            auto v = x.template get<0>().row(r).load(i);
            if constexpr (Context::training) v = v + noise(x, context, r, i);
            y.row(r).store(i, v);
        });
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    static constexpr void backward(X x, Y, Y dy, DX dx, const P&, const DP&, const Context& context) {
        using V = typename X::value_type;
        each(dy, [&](std::size_t r, std::size_t i) {
            const V up = dy.row(r).load(i);
            dx.template get<0>().row(r).store(i, up);
            dx.template get<1>().row(r).store(i, up * V(0.5) * noise(x, context, r, i));
        });
    }

private:
    template<class Y, class F>
    static constexpr void each(Y, F f) {
        for (std::size_t r = 0; r < Y::rows(); ++r)
            for (std::size_t i = 0; i < Y::width(); ++i) f(r, i);
    }
    template<class X, class Context>
    static constexpr auto noise(X x, const Context& context, std::size_t r, std::size_t i) {
        using V = typename X::value_type;
        const auto log_variance = x.template get<1>();
        return math::exp(log_variance.row(r).load(i) * V(0.5)) * detail::normal_number(context, r * log_variance.width() + i);
    }
};

}

#endif
