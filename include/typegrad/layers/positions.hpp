#ifndef TYPEGRAD_LAYERS_POSITIONS_HPP
#define TYPEGRAD_LAYERS_POSITIONS_HPP

#include <cstddef>
#include <string_view>

#include "../core/option.hpp"
#include "../core/parameter.hpp"
#include "../core/shape.hpp"
#include "../simd/math.hpp"
#include "../simd/rows.hpp"

// Where in a sequence an element stands. In a stream the position goes on from call to call.
namespace typegrad {

namespace detail {
// The angle of pair i of Width numbers at a position: position Base^(-2 i / Width), in double.
template<std::size_t Width>
struct angles {
    double frequency[Width / 2 + 1]{};

    constexpr explicit angles(double base) {
        // base^(-2 / Width) by its logarithm; powers by multiplication would add up their roundings
        const double step = -2 * math::log(base) / static_cast<double>(Width);
        for (std::size_t i = 0; i < Width / 2; ++i) frequency[i] = math::exp(step * static_cast<double>(i));
    }
};
struct turn {
    double cosine, sine;
};
// Cosine and sine from the series after three halvings; |x| is brought below pi first.
constexpr turn turn_by(double x) {
    constexpr double tau = 6.283185307179586476925;
    x -= tau * static_cast<double>(static_cast<long long>(x / tau + (x < 0 ? -0.5 : 0.5)));
    const double h = x / 8, q = h * h;
    double c = 1 - q / 2 * (1 - q / 12 * (1 - q / 30 * (1 - q / 56 * (1 - q / 90 * (1 - q / 132 * (1 - q / 182)))))), s = h * (1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * (1 - q / 110 * (1 - q / 156))))));
    for (int k = 0; k < 3; ++k) {
        const double twice = 2 * s * c;
        c = 1 - 2 * s * s;
        s = twice;
    }
    return {c, s};
}
// The turns of all pairs at one position after the other. To the next one they are turned once more: that costs four products
// instead of two series, and a rounding of double a step.
template<std::size_t Width, real Base>
struct turning {
    static constexpr std::size_t pairs = Width / 2;
    static constexpr angles<Width> angle{Base.value};
    double cosine[pairs]{}, sine[pairs]{};

    constexpr explicit turning(std::size_t first) {
        for (std::size_t i = 0; i < pairs; ++i) {
            const turn by = turn_by(static_cast<double>(first) * angle.frequency[i]);
            cosine[i] = by.cosine;
            sine[i] = by.sine;
        }
    }
    constexpr void go_on() {
        for (std::size_t i = 0; i < pairs; ++i) {
            const double c = cosine[i], s = sine[i];
            cosine[i] = c * step.cosine[i] - s * step.sine[i];
            sine[i] = c * step.sine[i] + s * step.cosine[i];
        }
    }

private:
    struct steps {
        double cosine[pairs]{}, sine[pairs]{};
    };
    static constexpr steps step = [] {
        steps s;
        for (std::size_t i = 0; i < pairs; ++i) {
            const turn by = turn_by(angle.frequency[i]);
            s.cosine[i] = by.cosine;
            s.sine[i] = by.sine;
        }
        return s;
    }();
};
template<class Context>
constexpr std::size_t first_position(const Context& context, std::size_t steps) {
    if constexpr (Context::streaming) {
        using V = decltype(context.state().load(0));
        const V now = context.state().load(0);
        context.state().store(0, now + V(steps));
        return static_cast<std::size_t>(now);
    } else {
        return 0;
    }
}
}

// y[t] = x[t] + p[t], where p[t, 2i] = sin(t / Base^(2i / N)) and p[t, 2i + 1] its cosine
//   shapes  <T, N> -> <T, N>
//   state   the position
//   cost    an addition an element; sines and cosines are computed anew (no table, no memory)
//   errors  "the input must be time, width": the input has another rank
//   source  Vaswani et al.: Attention is all you need (2017), section 3.5
template<real Base = 10000>
struct sinusoidal_positions {
    static constexpr std::string_view name = "sinusoidal_positions";
    static constexpr bool wants_context = true;
    template<class In>
    using output = In;
    template<class>
    static constexpr std::size_t state = 1;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 2;
        static_assert(shaped, "sinusoidal_positions: the input must be time, width; put an embedding or reshape<T, Width> before this layer");
        return shaped;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P, class Context>
    static constexpr void forward(X x, Y y, const P&, const Context& context) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        detail::turning<n + n % 2, Base> now(detail::first_position(context, X::rows()));
        for (std::size_t t = 0; t < X::rows(); ++t, now.go_on())
            for (std::size_t i = 0; i < n; ++i) y.row(t).store(i, x.row(t).load(i) + V(i % 2 ? now.cosine[i / 2] : now.sine[i / 2]));
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&, const Context&) {
        for (std::size_t t = 0; t < Y::rows(); ++t) simd::map<Y::width()>(dx.row(t), [](auto d) TYPEGRAD_INLINE_LAMBDA { return d; }, dy.row(t));
    }
};

// y[t] = x[t] + weight[t]: a vector for each position, learned
//   shapes  <T, N> -> <T, N>
//   params  weight <Positions, N> drawn by the initialiser; Positions is at least T
//   state   the position; those beyond the table repeat its last row
//   cost    an addition an element
//   errors  "the input must be time, width", "more steps than positions"
template<std::size_t Positions>
struct learned_positions {
    static constexpr std::string_view name = "learned_positions";
    static constexpr bool wants_context = true;
    template<class In>
    using output = In;
    template<class>
    static constexpr std::size_t state = 1;
    template<class In>
    static consteval bool reads() {
        constexpr bool shaped = In::rank == 2, fits = !shaped || (Positions > 0 && In::extent(0) <= Positions);
        static_assert(shaped, "learned_positions: the input must be time, width; put an embedding or reshape<T, Width> before this layer");
        static_assert(fits, "learned_positions: more steps than positions; give it at least as many as the sequence has steps");
        return shaped && fits;
    }
    template<class In>
    struct table {
        using shape_of_weight = shape<Positions, In::extent(1)>;
        static constexpr std::size_t size = shape_of_weight::size;
        template<class T>
        struct views {
            view<T, shape_of_weight> weight;
        };
        template<class T>
        TYPEGRAD_INLINE static constexpr views<T> at(T* p) {
            return {view<T, shape_of_weight>(p)};
        }
        template<class T, class F>
        TYPEGRAD_INLINE static constexpr void each(const views<T>& v, F&& f) {
            f("weight", v.weight, initial{true, 0, 2 * In::extent(1), In::extent(1)});
        }
    };
    template<class In>
    using parameters = table<In>;

    template<class X, class Y, class P, class Context>
    static constexpr void forward(X x, Y y, const P& p, const Context& context) {
        using V = typename X::value_type;
        constexpr std::size_t n = X::width();
        const std::size_t first = detail::first_position(context, X::rows());
        for (std::size_t t = 0; t < X::rows(); ++t) {
            const std::size_t at = first + t < Positions ? first + t : Positions - 1;
            simd::map<n>(y.row(t), [](auto a, auto b) TYPEGRAD_INLINE_LAMBDA { return a + b; }, x.row(t), simd::parameters_along<V>(p.weight.data() + at * n));
        }
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP& dp, const Context&) {
        constexpr std::size_t n = Y::width();
        for (std::size_t t = 0; t < Y::rows(); ++t) {
            simd::map<n>(dx.row(t), [](auto d) TYPEGRAD_INLINE_LAMBDA { return d; }, dy.row(t));
            if constexpr (requires { dp.weight; }) simd::add_sums<n>(dp.weight.data() + t * n, [](auto d) TYPEGRAD_INLINE_LAMBDA { return d; }, dy.row(t));
        }
    }
};

// Pair (x[t, h, 2i], x[t, h, 2i + 1]) turned by the angle t / Base^(2i / D): products of two such vectors depend on how far
// apart they stand
//   shapes  <T, H, D> or <T, D> -> the same; D is even
//   state   the position
//   cost    4 multiplications a pair, and its sine and cosine; nothing kept for backward, which turns back
//   errors  "time and heads, an even width": the input is another
//   source  Su et al.: RoFormer (2021), equation 34
template<real Base = 10000>
struct rotary {
    static constexpr std::string_view name = "rotary";
    static constexpr bool wants_context = true;
    template<class In>
    using output = In;
    template<class>
    static constexpr std::size_t state = 1;
    template<class In>
    static consteval bool reads() {
        constexpr bool even = (In::rank == 2 || In::rank == 3) && In::extent(In::rank - 1) % 2 == 0;
        static_assert(even, "rotary: the input must be time, heads and an even width; change the width");
        return even;
    }
    template<class In>
    using parameters = no_parameters;

    template<class X, class Y, class P, class Context>
    static constexpr void forward(X x, Y y, const P&, const Context& context) {
        turned(x, y, 1, detail::first_position(context, X::extent(0)));
    }
    template<class X, class Y, class DX, class P, class DP, class Context>
    static constexpr void backward(X, Y, Y dy, DX dx, const P&, const DP&, const Context&) {
        turned(dy, dx, -1, 0);
    }

private:
    template<class X, class Y>
    static constexpr void turned(X x, Y y, int sign, std::size_t first) {
        using V = typename X::value_type;
        constexpr std::size_t heads = X::rows() / X::extent(0);
        detail::turning<X::width(), Base> now(first);
        for (std::size_t t = 0; t < X::extent(0); ++t, now.go_on())
            for (std::size_t h = t * heads; h < (t + 1) * heads; ++h)
                for (std::size_t i = 0; i < now.pairs; ++i) {
                    const V c = V(now.cosine[i]), s = V(sign * now.sine[i]), u = x.row(h).load(2 * i), v = x.row(h).load(2 * i + 1);
                    y.row(h).store(2 * i, u * c - v * s);
                    y.row(h).store(2 * i + 1, u * s + v * c);
                }
    }
};

}

#endif
