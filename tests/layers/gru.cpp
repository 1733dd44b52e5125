#include "check_tiles.hpp"

#include <typegrad/layers/gru.hpp>

#include "check_recurrent.hpp"

namespace tg = typegrad;
using tg::bundle, tg::shape;

namespace {
double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }
double hard_sigmoid(double z) { return std::min(1.0, std::max(0.0, z / 6 + 0.5)); }
double softsign(double z) { return z / (1 + std::fabs(z)); }

// Straight from the definition, gates r z n.
template<class Layer, std::size_t T, std::size_t I>
void check_gru(double (*gate)(double) = sigmoid, double (*function)(double) = [](double z) { return std::tanh(z); }) {
    constexpr std::size_t H = Layer::units;
    constexpr bool before = Layer::options.reset_before;
    using In = std::conditional_t<Layer::options.with_state, bundle<shape<T, I>, shape<H>>, shape<T, I>>;
    recurrent::check_layer<Layer, In>([=](const double* p, const double* x, double* y) {
        const double *const w = p + 3 * H * I, *const b = w + 3 * H * H;
        auto bias = [&](std::size_t which, std::size_t g, std::size_t k) { return Layer::options.bias ? b[(3 * which + g) * H + k] : 0; };
        recurrent::run_cell<Layer, T, I, 1>(x, y, [&](const std::vector<double>& now, auto& states) {
            std::vector<double> from_x[3], from_h[3], reset = states[0];
            for (std::size_t g = 0; g < 3; ++g) {
                from_x[g] = recurrent::times(now, p, 3 * H, g * H, H);
                from_h[g] = recurrent::times(g == 2 && before ? reset : states[0], w, 3 * H, g * H, H);
                for (std::size_t k = 0; k < H && g == 0; ++k) reset[k] *= gate(from_x[0][k] + bias(0, 0, k) + from_h[0][k] + bias(1, 0, k));
            }
            for (std::size_t k = 0; k < H; ++k) {
                const double r = gate(from_x[0][k] + bias(0, 0, k) + from_h[0][k] + bias(1, 0, k)), z = gate(from_x[1][k] + bias(0, 1, k) + from_h[1][k] + bias(1, 1, k));
                const double n = function(from_x[2][k] + bias(0, 2, k) + (before ? 1 : r) * (from_h[2][k] + bias(1, 2, k)));
                states[0][k] = (1 - z) * n + z * states[0][k];
            }
        });
    });
}
}

TEST_CASE("gru: sizes around the vector width") {
    check_gru<tg::gru<1>, 1, 1>();
    check_gru<tg::gru<check::under_lanes, tg::last>, 2, 3>();
    check_gru<tg::gru<check::lanes, tg::no_bias>, 1, 2>();
    check_gru<tg::gru<check::lanes + 1, tg::reverse>, 5, 1>();
    check_gru<tg::gru<37>, 2, check::lanes + 2>();
}

TEST_CASE("gru: the reset gate before the product") {
    check_gru<tg::gru<check::lanes + 1, tg::reset_before>, 2, 3>();
    check_gru<tg::gru<3, tg::reset_before, tg::no_bias, tg::last>, 5, 2>();
}

TEST_CASE("gru: other activations, states as inputs and outputs") {
    check_gru<tg::gru<6, tg::activation<tg::softsign>, tg::gate_activation<tg::hard_sigmoid>>, 2, 5>(hard_sigmoid, softsign);
    check_gru<tg::gru<check::lanes + 1, tg::with_state>, 3, 2>();
    check_gru<tg::gru<4, tg::reset_before, tg::with_state, tg::reverse>, 3, 2>();
    static_assert(std::is_same_v<tg::gru<5, tg::with_state, tg::last>::output<bundle<shape<2, 3>, shape<5>>>, bundle<shape<5>, shape<5>>>);
}

// 37 steps make blocks of 19 and 18: in tiles only where there are many units.
TEST_CASE("gru: more steps than a block has") {
    check_gru<tg::gru<20>, 37, 1>();
    check_gru<tg::gru<2, tg::reverse, tg::reset_before>, 37, 1>();
}

TEST_CASE("gru: tiles") {
    check::check_tiles<tg::gru<5>, shape<3, 4>>();
    check::check_tiles<tg::gru<3, tg::last, tg::reset_before>, shape<4, 2>>();
}

TEST_CASE("gru: blocks of a stream are the whole") {
    recurrent::check_stream<tg::gru<5, tg::no_bias>>();
    recurrent::check_stream<tg::gru<check::lanes + 3, tg::reset_before>>();
}

TEST_CASE("gru: constant evaluation") {
    check::check_constant<tg::gru<3>, shape<2, 2>>();
    check::check_constant<tg::gru<2, tg::last, tg::reverse, tg::reset_before>, shape<3, 2>>();
}
