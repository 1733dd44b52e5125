#include "check_layer.hpp"

#include <string>

#include <typegrad/layers/activation.hpp>

// Each activation against its formula from <cmath>; PyTorch's values, also at the kinks, are in activation_torch.cpp.
namespace tg = typegrad;
using check::check_layer;
using tg::shape;

namespace {
double logistic(double x) { return 1 / (1 + std::exp(-x)); }
double ramp(double x) { return std::clamp(x / 6 + 0.5, 0.0, 1.0); }

template<class Layer, class F>
void check_activation(F f) {
    check_layer<Layer, shape<37>>(f);
    check::check_constant<Layer, shape<2, 3>>();
}
}

TEST_CASE("activation: sizes around the vector width, and several axes") {
    auto relu = [](double x) { return x > 0 ? x : 0; };
    check_layer<tg::relu, shape<1>>(relu);
    check_layer<tg::relu, shape<check::under_lanes>>(relu);
    check_layer<tg::relu, shape<check::lanes>>(relu);
    check_layer<tg::relu, shape<check::lanes + 1>>(relu);
    check_layer<tg::relu, shape<2, 3, 5>>(relu);
    check_layer<tg::gelu, shape<check::lanes + 1>>([](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); });
}

namespace {
template<class Layer>
void check_sizes() {
    check::check_batches<check::alone<Layer, shape<1>>, 2>();
    check::check_batches<check::alone<Layer, shape<check::under_lanes>>, 2>();
    check::check_batches<check::alone<Layer, shape<check::lanes>>, 2>();
    check::check_batches<check::alone<Layer, shape<check::lanes + 1>>, 2>();
}
}

TEST_CASE("activation: sizes around the vector width for one of each kind") {
    check_sizes<tg::hard_shrink<>>();
    check_sizes<tg::sigmoid>();
    check_sizes<tg::elu<>>();
    check_sizes<tg::softplus<>>();
}

TEST_CASE("activation: a batch of more than a chunk") { check::check_batches<check::alone<tg::silu, shape<3>>, 129>(); }

TEST_CASE("activation: pieces of lines") {
    check_activation<tg::relu>([](double x) { return x > 0 ? x : 0; });
    check_activation<tg::relu6>([](double x) { return std::clamp(x, 0.0, 6.0); });
    check_activation<tg::leaky_relu<>>([](double x) { return x > 0 ? x : 0.01 * x; });
    check_activation<tg::leaky_relu<-0.5>>([](double x) { return x > 0 ? x : -0.5 * x; });  // not monotone
    check_activation<tg::hard_sigmoid>(ramp);
    check_activation<tg::hard_tanh<>>([](double x) { return std::clamp(x, -1.0, 1.0); });
    check_activation<tg::hard_tanh<-2, 0.5>>([](double x) { return std::clamp(x, -2.0, 0.5); });
    check_activation<tg::hard_shrink<>>([](double x) { return std::fabs(x) > 0.5 ? x : 0; });
    check_activation<tg::soft_shrink<1.5>>([](double x) { return std::copysign(std::max(std::fabs(x) - 1.5, 0.0), x); });
    check_activation<tg::abs>([](double x) { return std::fabs(x); });
}

TEST_CASE("activation: sigmoids") {
    check_activation<tg::sigmoid>(logistic);
    check_activation<tg::log_sigmoid>([](double x) { return std::log(logistic(x)); });
    check_activation<tg::tanh>([](double x) { return std::tanh(x); });
    check_activation<tg::softsign>([](double x) { return x / (1 + std::fabs(x)); });
    check_activation<tg::tanh_shrink>([](double x) { return x - std::tanh(x); });
}

TEST_CASE("activation: exponentials") {
    check_activation<tg::exp>([](double x) { return std::exp(x); });
    check_activation<tg::elu<>>([](double x) { return x > 0 ? x : std::exp(x) - 1; });
    check_activation<tg::elu<-0.5>>([](double x) { return x > 0 ? x : 0.5 - 0.5 * std::exp(x); });
    check_activation<tg::selu>([](double x) { return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543773 * (std::exp(x) - 1)); });
    check_activation<tg::celu<2>>([](double x) { return x > 0 ? x : 2 * (std::exp(x / 2) - 1); });
    check_activation<tg::softplus<>>([](double x) { return std::log(1 + std::exp(x)); });
    check_activation<tg::softplus<2>>([](double x) { return std::log(1 + std::exp(2 * x)) / 2; });
}

TEST_CASE("activation: x times something") {
    check_activation<tg::square>([](double x) { return x * x; });
    check_activation<tg::silu>([](double x) { return x * logistic(x); });
    check_activation<tg::gelu>([](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); });
    check_activation<tg::gelu_tanh>([](double x) { return 0.5 * x * (1 + std::tanh(std::sqrt(2 / 3.14159265358979324) * (x + 0.044715 * x * x * x))); });
    check_activation<tg::mish>([](double x) { return x * std::tanh(std::log(1 + std::exp(x))); });
    check_activation<tg::hard_swish>([](double x) { return x * ramp(x); });
}

namespace {
template<class F>
bool keeps_nan() {
    using V = tg::simd::batch<float, tg::simd::lanes<float>>;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    float y[check::lanes];
    F{}(V(nan)).store(y);
    return std::isnan(F{}(nan)) && std::isnan(y[0]) && std::isnan(y[check::lanes - 1]);
}
template<class... F>
void check_nan() {
    auto check_one = [](const std::string& name, bool kept) {
        CAPTURE(name);
        CHECK(kept);
    };
    (check_one(std::string(F::name), keeps_nan<F>()), ...);
}
}

TEST_CASE("activation: NaN stays NaN") {
    check_nan<tg::relu, tg::relu6, tg::leaky_relu<>, tg::hard_sigmoid, tg::hard_tanh<>, tg::hard_shrink<>, tg::soft_shrink<>, tg::abs>();
    check_nan<tg::sigmoid, tg::log_sigmoid, tg::tanh, tg::softsign, tg::tanh_shrink, tg::exp, tg::elu<>, tg::selu, tg::celu<>, tg::softplus<>>();
    check_nan<tg::square, tg::silu, tg::gelu, tg::gelu_tanh, tg::mish, tg::hard_swish>();
}
