#include <span>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

// Ten steps of gradient descent on the four samples of XOR.
constexpr float corners[] = {0, 0, 0, 1, 1, 0, 1, 1}, parity[] = {0, 1, 1, 0};
struct xor_net : tg::network<tg::input<2>, tg::dense<4>, tg::tanh, tg::dense<1>> {};

constexpr tg::parameters<xor_net> train(tg::parameters<xor_net> p) {
    tg::trainer<xor_net, tg::mean_squared_error, tg::sgd, 4> fit{{.learning_rate = 0.3f}};
    for (int i = 0; i < 10; ++i) (void)fit.step(p, corners, std::span(parity));
    return p;
}
constexpr auto start = tg::initialize<xor_net>(3);
constexpr auto trained = train(start);
