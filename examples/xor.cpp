// The whole idea: a network is a type, and the compiler trains it.
//   g++ -std=c++20 -I single_include examples/xor.cpp -o xor && ./xor
#include <typegrad/typegrad.hpp>

#include <cstdio>
#include <span>

namespace tg = typegrad;

struct xor_net : tg::network<tg::input<2>, tg::dense<4>, tg::tanh, tg::dense<1>> {};

constexpr float corners[] = {0, 0, 0, 1, 1, 0, 1, 1}, parity[] = {0, 1, 1, 0};

constexpr tg::parameters<xor_net> train(tg::parameters<xor_net> p) {
    tg::trainer<xor_net, tg::mean_squared_error, tg::sgd, 4> fit{{.learning_rate = 0.3f}};
    for (int i = 0; i < 50; ++i) (void)fit.step(p, corners, std::span(parity));
    return p;
}
constexpr auto half = train(tg::initialize<xor_net>(3)), trained = train(half);
constexpr float answer(float a, float b) { return tg::apply(trained, tg::tensor<float, tg::shape<2>>{a, b})[0]; }
static_assert(answer(0, 0) < 0.1f && answer(0, 1) > 0.9f && answer(1, 0) > 0.9f && answer(1, 1) < 0.1f);

int main() {
    for (int i = 0; i < 4; ++i) std::printf("%d xor %d = %.3f\n", i / 2, i % 2, static_cast<double>(answer(corners[2 * i], corners[2 * i + 1])));
}
