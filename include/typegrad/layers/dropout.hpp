#ifndef TYPEGRAD_LAYERS_DROPOUT_HPP
#define TYPEGRAD_LAYERS_DROPOUT_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "../core/option.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/field.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

namespace typegrad {

namespace detail {
// What is dropped together: each element, a channel (the last axis), or the sample.
enum class dropped { element, channel, sample };

// Which numbers fall is a pure function of (seed, step, layer, sample, element): backward asks again, nothing is kept.
template<real Rate, dropped Unit>
struct drops {
    static constexpr bool only_trains = true, wants_context = true;
    static constexpr dropped drops_by = Unit;
    static constexpr bool valid = Rate.value >= 0 && Rate.value < 1;
    template<class In>
    using output = In;
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P, class Context>
    static constexpr void forward(X x, Y y, const P&, const Context& context) {
        scale(x, y, context);
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&, const Context& context) {
        scale(dy, dx, context);
    }

private:
    template<class From, class To, class Context>
    static constexpr void scale(From from, To to, const Context& context) {
        using V = typename From::value_type;
        constexpr std::size_t width = From::width();
        for (std::size_t r = 0; r < From::rows(); ++r)
            simd::each<V>(0, width, [&](std::size_t i) TYPEGRAD_INLINE_LAMBDA {
                const std::size_t unit = Unit == dropped::element ? r * width + i : Unit == dropped::channel ? i : 0;
                to.row(r).store(i, math::select(context.uniform(unit) < V(Rate.value), V(0), from.row(r).load(i) * V(1 / (1 - Rate.value))));
            });
    }
};
}

// y = x / (1 - Rate) or, with probability Rate, 0: each element by itself, while training; otherwise y = x
//   shapes  <...> -> <...>
//   cost    in training one random number an element; otherwise nothing
//   errors  "a rate from 0 to below 1"
//   source  Srivastava et al.: Dropout (2014); torch.nn.Dropout
template<real Rate = 0.5>
struct dropout : detail::drops<Rate, detail::dropped::element> {
    static constexpr std::string_view name = "dropout";
    template<class In>
    static consteval bool reads() {
        constexpr bool right = dropout::valid;
        static_assert(right, "dropout: it needs a rate from 0 to below 1; all would be dropped otherwise");
        return right;
    }
};

// The same for whole channels, the last axis: neighbouring pixels are too much alike to be dropped one by one
//   source  Tompson et al.: Efficient object localization using convolutional networks (2015); torch.nn.Dropout2d
template<real Rate = 0.5>
struct spatial_dropout : detail::drops<Rate, detail::dropped::channel> {
    static constexpr std::string_view name = "spatial_dropout";
    template<class In>
    static consteval bool reads() {
        constexpr bool right = spatial_dropout::valid;
        static_assert(right, "spatial_dropout: it needs a rate from 0 to below 1; all would be dropped otherwise");
        return right;
    }
};

// The same for a whole sample: at the end of a residual's layers it leaves only the way around them
//   source  Huang et al.: Deep networks with stochastic depth (2016)
template<real Rate = 0.5>
struct drop_path : detail::drops<Rate, detail::dropped::sample> {
    static constexpr std::string_view name = "drop_path";
    template<class In>
    static consteval bool reads() {
        constexpr bool right = drop_path::valid;
        static_assert(right, "drop_path: it needs a rate from 0 to below 1; all would be dropped otherwise");
        return right;
    }
};

}

#endif
