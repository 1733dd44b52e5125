#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/gradient.hpp>

namespace tg = typegrad;

namespace {
struct half_step {
    template<class V>
    constexpr V operator()(V x) const {
        return tg::math::select(x > V(0), V(0.5), V(-0.5));
    }
};
template<class Layer>
struct alone : tg::network<tg::input<check::lanes + 1>, Layer> {};

// y and dx of one sample through the fused loops.
template<class Layer>
void check_gradient(double factor, double (*f)(double)) {
    using net = alone<Layer>;
    const check::problem<net> q(check::lanes + 1);
    check::check_batches<net, check::lanes + 1>(q);
    for (std::size_t i = 0; i < q.y.size(); ++i) {
        CHECK(q.y[i] == f(static_cast<double>(q.x[i])));
        CHECK(q.dx[i] == factor * static_cast<double>(q.dy[i]));
    }
}
}

TEST_CASE("stop_gradient, gradient_reversal, straight_through: forward one thing, backward another") {
    check_gradient<tg::stop_gradient>(0, [](double x) { return x; });
    check_gradient<tg::gradient_reversal<0.5>>(-0.5, [](double x) { return x; });
    check_gradient<tg::straight_through<half_step>>(1, [](double x) { return x > 0 ? 0.5 : -0.5; });
}

TEST_CASE("stop_gradient, gradient_reversal, straight_through: constant evaluation") {
    check::check_constant<tg::stop_gradient, tg::shape<2, 3>>();
    check::check_constant<tg::gradient_reversal<0.5>, tg::shape<2, 3>>();
    check::check_constant<tg::straight_through<half_step>, tg::shape<2, 3>>();
}
