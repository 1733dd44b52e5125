#ifndef TYPEGRAD_LAYERS_ACTIVATION_HPP
#define TYPEGRAD_LAYERS_ACTIVATION_HPP

#include <string_view>

#include "../config.hpp"
#include "../core/option.hpp"
#include "../simd/math.hpp"
#include "elementwise.hpp"

// The plain activations: one functor each, for every element. All are torch.nn's of the same name with its defaults.
namespace typegrad {

// max(x, 0); NaN stays NaN, as in all of them
struct relu {
    static constexpr std::string_view name = "relu";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::max(V(0), x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return math::select(y > V(0), V(1), V(0)); }
};

// min(max(x, 0), 6)
struct relu6 {
    static constexpr std::string_view name = "relu6";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::min(V(6), math::max(V(0), x)); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return math::select(y > V(0), math::select(y < V(6), V(1), V(0)), V(0)); }
};

// x > 0 ? x : Slope x
template<real Slope = 0.01>
struct leaky_relu {
    static constexpr std::string_view name = "leaky_relu";
    static constexpr bool monotone = Slope.value > 0;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::select(x > V(0), x, x * V(Slope.value)); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::select(x > V(0), V(1), V(Slope.value)); }
    template<class V>
        requires(Slope.value > 0)
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return df(y); }
};

// x > 0 ? x : Alpha (e^x - 1)
template<real Alpha = 1>
struct elu {
    static constexpr std::string_view name = "elu";
    static constexpr bool monotone = Alpha.value > 0;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::select(x > V(0), x, V(Alpha.value) * math::expm1(math::min(V(0), x))); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::select(x > V(0), V(1), V(Alpha.value) * math::exp(math::min(V(0), x))); }
    template<class V>
        requires(Alpha.value > 0)
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return math::select(y > V(0), V(1), y + V(Alpha.value)); }
};

// 1.0507 (x > 0 ? x : 1.6733 (e^x - 1)): keeps mean 0 and variance 1 through a deep network
//   source  Klambauer et al.: Self-normalizing neural networks (2017), equation 2
struct selu {
    static constexpr std::string_view name = "selu";
    static constexpr bool monotone = true;
    static constexpr double scale = 1.0507009873554804934193349852946, alpha = 1.6732632423543772848170429916717;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::select(x > V(0), V(scale) * x, V(scale * alpha) * math::expm1(math::min(V(0), x))); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return math::select(y > V(0), V(scale), y + V(scale * alpha)); }
};

// max(x, 0) + min(Alpha (e^(x / Alpha) - 1), 0)
template<real Alpha = 1>
struct celu {
    static constexpr std::string_view name = "celu";
    static constexpr bool monotone = Alpha.value > 0;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::select(x > V(0), x, V(Alpha.value) * math::expm1(math::min(V(0), x) * V(1 / Alpha.value))); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return math::select(y > V(0), V(1), y * V(1 / Alpha.value) + V(1)); }
};

// x P(N < x) = x / 2 (1 + erf(x / sqrt 2))
struct gelu {
    static constexpr std::string_view name = "gelu";
    static constexpr double sqrt_half = 0.70710678118654752440, inverse_sqrt_two_pi = 0.39894228040143267794;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x * normal(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return normal(x) + x * V(inverse_sqrt_two_pi) * math::exp(x * x * V(-0.5)); }

private:
    template<class V>
    TYPEGRAD_INLINE static constexpr V normal(V x) { return V(0.5) + V(0.5) * math::erf(x * V(sqrt_half)); }
};

// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
struct gelu_tanh {
    static constexpr std::string_view name = "gelu_tanh";
    static constexpr double root = 0.79788456080286535588, cubic = 0.044715;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x * math::sigmoid(V(2 * root) * x * (V(1) + V(cubic) * x * x)); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const {
        const V s = math::sigmoid(V(2 * root) * x * (V(1) + V(cubic) * x * x));
        return s + x * s * (V(1) - s) * V(2 * root) * (V(1) + V(3 * cubic) * x * x);
    }
};

// x sigmoid(x)
struct silu {
    static constexpr std::string_view name = "silu";
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x * math::sigmoid(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const {
        const V s = math::sigmoid(x);
        return s * (V(1) + x * (V(1) - s));
    }
};

// log(1 + e^(Beta x)) / Beta
template<real Beta = 1>
struct softplus {
    static constexpr std::string_view name = "softplus";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const {
        const V b = x * V(Beta.value);
        return V(1 / Beta.value) * (math::max(b, V(0)) + math::log1p(math::exp(-math::abs(b))));
    }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::sigmoid(x * V(Beta.value)); }
};

// x tanh(log(1 + e^x))
struct mish {
    static constexpr std::string_view name = "mish";
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x * math::tanh(softplus<>{}(x)); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const {
        const V t = math::tanh(softplus<>{}(x));
        return t + x * (V(1) - t * t) * math::sigmoid(x);
    }
};

// 1 / (1 + e^-x)
struct sigmoid {
    static constexpr std::string_view name = "sigmoid";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::sigmoid(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return y * (V(1) - y); }
};

// log(sigmoid(x))
struct log_sigmoid {
    static constexpr std::string_view name = "log_sigmoid";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::min(x, V(0)) - math::log1p(math::exp(-math::abs(x))); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::sigmoid(-x); }
};

// (e^x - e^-x) / (e^x + e^-x)
struct tanh {
    static constexpr std::string_view name = "tanh";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::tanh(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return V(1) - y * y; }
};

// x / (1 + |x|)
struct softsign {
    static constexpr std::string_view name = "softsign";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x / (V(1) + math::abs(x)); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return (V(1) - math::abs(y)) * (V(1) - math::abs(y)); }
};

// min(max(x / 6 + 1 / 2, 0), 1)
struct hard_sigmoid {
    static constexpr std::string_view name = "hard_sigmoid";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::min(V(1), math::max(V(0), x * V(1.0 / 6) + V(0.5))); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return math::select(y > V(0), math::select(y < V(1), V(1.0 / 6), V(0)), V(0)); }
};

// x hard_sigmoid(x)
struct hard_swish {
    static constexpr std::string_view name = "hard_swish";
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x * hard_sigmoid{}(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::select(x < V(-3), V(0), math::select(x < V(3), x * V(1.0 / 3) + V(0.5), V(1))); }
};

// min(max(x, Low), High)
template<real Low = -1, real High = 1>
struct hard_tanh {
    static constexpr std::string_view name = "hard_tanh";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::min(V(High.value), math::max(V(Low.value), x)); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return math::select(y > V(Low.value), math::select(y < V(High.value), V(1), V(0)), V(0)); }
};

// |x| <= Lambda ? 0 : x
template<real Lambda = 0.5>
struct hard_shrink {
    static constexpr std::string_view name = "hard_shrink";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::select(math::abs(x) <= V(Lambda.value), V(0), x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::select(math::abs(x) > V(Lambda.value), V(1), V(0)); }
};

// x moved towards 0 by Lambda, and 0 within it
template<real Lambda = 0.5>
struct soft_shrink {
    static constexpr std::string_view name = "soft_shrink";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::max(V(0), x - V(Lambda.value)) + math::min(V(0), x + V(Lambda.value)); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::select(math::abs(x) > V(Lambda.value), V(1), V(0)); }
};

// x - tanh(x)
struct tanh_shrink {
    static constexpr std::string_view name = "tanh_shrink";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x - math::tanh(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const {
        const V t = math::tanh(x);
        return t * t;
    }
};

// x^2
struct square {
    static constexpr std::string_view name = "square";
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return x * x; }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return x + x; }
};

// |x|
struct abs {
    static constexpr std::string_view name = "abs";
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::abs(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df(V x) const { return math::select(x > V(0), V(1), math::select(x < V(0), V(-1), V(0))); }
};

// e^x
struct exp {
    static constexpr std::string_view name = "exp";
    static constexpr bool monotone = true;
    template<class V>
    TYPEGRAD_INLINE constexpr V operator()(V x) const { return math::exp(x); }
    template<class V>
    TYPEGRAD_INLINE constexpr V df_of_y(V y) const { return y; }
};

}

#endif
