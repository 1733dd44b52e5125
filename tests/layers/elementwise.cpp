#include "check_layer.hpp"

#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/elementwise.hpp>

// Functors of a user: what they must say, and where their derivatives come from.
namespace tg = typegrad;
namespace math = typegrad::math;
using check::check_layer;
using tg::shape;

namespace {
// No derivative given: dual numbers find it.
struct swish2 {
    template<class V>
    constexpr V operator()(V x) const { return x * math::sigmoid(2.0f * x); }
};
struct rational {
    template<class V>
    constexpr V operator()(V x) const { return (x - V(1)) / (x * x + V(2)) - math::fma(x, x, -x); }
};
struct exponentials {
    template<class V>
    constexpr V operator()(V x) const { return math::exp(-x * x) + math::expm1(x * V(0.5)) * math::tanh(x); }
};
struct logarithms {
    template<class V>
    constexpr V operator()(V x) const { return math::log(x * x + V(1.5)) + math::log1p(math::exp(x)) + math::sqrt(math::abs(x) + V(1)); }
};
struct error_function {
    template<class V>
    constexpr V operator()(V x) const { return x * math::erf(x * V(0.5)); }
};
struct pieces {
    template<class V>
    constexpr V operator()(V x) const { return math::select(x < V(-1), x * x, math::max(math::min(x, V(1.5)), V(-0.5))); }
};
// Its derivative from the argument, or from the result.
struct cube {
    template<class V>
    constexpr V operator()(V x) const { return x * x * x; }
    template<class V>
    constexpr V df(V x) const { return V(3) * x * x; }
};
struct growth {
    static constexpr bool monotone = true;
    template<class V>
    constexpr V operator()(V x) const { return math::exp(x * V(0.25)); }
    template<class V>
    constexpr V df_of_y(V y) const { return y * V(0.25); }
};
struct no_functor {};
}

static_assert(tg::elementwise<swish2> && tg::elementwise<cube> && !tg::elementwise<no_functor>);
static_assert(!tg::derivative<swish2>::from_y && !tg::derivative<cube>::from_y && tg::derivative<growth>::from_y);
static_assert(!tg::is_monotone<cube> && tg::is_monotone<growth>);

TEST_CASE("elementwise: sizes around the vector width, and several axes") {
    auto naive = [](double x) { return x / (1 + std::exp(-2 * x)); };
    check_layer<swish2, shape<1>>(naive);
    check_layer<swish2, shape<check::under_lanes>>(naive);
    check_layer<swish2, shape<check::lanes>>(naive);
    check_layer<swish2, shape<check::lanes + 1>>(naive);
    check_layer<swish2, shape<37>>(naive);
    check_layer<swish2, shape<2, 3, 4>>(naive);
}

TEST_CASE("elementwise: derivatives from dual numbers") {
    check_layer<rational, shape<37>>([](double x) { return (x - 1) / (x * x + 2) - (x * x - x); });
    check_layer<exponentials, shape<37>>([](double x) { return std::exp(-x * x) + std::expm1(x / 2) * std::tanh(x); });
    check_layer<logarithms, shape<37>>([](double x) { return std::log(x * x + 1.5) + std::log1p(std::exp(x)) + std::sqrt(std::fabs(x) + 1); });
    check_layer<error_function, shape<37>>([](double x) { return x * std::erf(x / 2); });
    check_layer<pieces, shape<37>>([](double x) { return x < -1 ? x * x : std::clamp(x, -0.5, 1.5); });
}

TEST_CASE("elementwise: derivatives that the functor gives") {
    check_layer<cube, shape<37>>([](double x) { return x * x * x; });
    check_layer<growth, shape<37>>([](double x) { return std::exp(x / 4); });
}

TEST_CASE("elementwise: a chain after a layer") {
    struct net : tg::network<tg::input<5>, tg::dense<check::lanes + 1>, swish2, growth, error_function> {};
    check::check_gradients(check::problem<net>(1));
    check::check_batches<net, 1>();
    check::check_batches<net, check::lanes + 1>();
}

TEST_CASE("elementwise: constant evaluation") {
    check::check_constant<swish2, shape<2, 3>>();
    check::check_constant<exponentials, shape<4>>();
    check::check_constant<logarithms, shape<4>>();
    check::check_constant<error_function, shape<4>>();
    check::check_constant<pieces, shape<4>>();
    check::check_constant<cube, shape<4>>();
    check::check_constant<growth, shape<4>>();
}
