#include "check_tiles.hpp"

#include <typegrad/layers/concat.hpp>
#include <typegrad/layers/lstm.hpp>

#include "check_recurrent.hpp"

namespace tg = typegrad;
using tg::bundle, tg::shape;

namespace {
double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }
double hard_sigmoid(double z) { return std::min(1.0, std::max(0.0, z / 6 + 0.5)); }
double softsign(double z) { return z / (1 + std::fabs(z)); }

// Straight from the definition, gates i f g o.
template<class Layer, std::size_t T, std::size_t I>
void check_lstm(double (*gate)(double) = sigmoid, double (*function)(double) = [](double z) { return std::tanh(z); }) {
    constexpr std::size_t H = Layer::units;
    using In = std::conditional_t<Layer::options.with_state, bundle<shape<T, I>, shape<H>, shape<H>>, shape<T, I>>;
    recurrent::check_layer<Layer, In>([=](const double* p, const double* x, double* y) {
        recurrent::run_cell<Layer, T, I, 2>(x, y, [&](const std::vector<double>& now, auto& states) {
            std::vector<double> z[4];
            for (std::size_t g = 0; g < 4; ++g) {
                z[g] = recurrent::times(now, p, 4 * H, g * H, H);
                const auto inner = recurrent::times(states[0], p + 4 * H * I, 4 * H, g * H, H);
                for (std::size_t k = 0; k < H; ++k) z[g][k] += inner[k] + (Layer::options.bias ? p[4 * H * (I + H) + g * H + k] : 0);
            }
            for (std::size_t k = 0; k < H; ++k) {
                states[1][k] = gate(z[1][k]) * states[1][k] + gate(z[0][k]) * function(z[2][k]);
                states[0][k] = gate(z[3][k]) * function(states[1][k]);
            }
        });
    });
}
}

TEST_CASE("lstm: sizes around the vector width") {
    check_lstm<tg::lstm<1>, 1, 1>();
    check_lstm<tg::lstm<check::under_lanes, tg::last>, 2, 3>();
    check_lstm<tg::lstm<check::lanes, tg::no_bias>, 1, 2>();
    check_lstm<tg::lstm<check::lanes + 1, tg::reverse>, 5, 1>();
    check_lstm<tg::lstm<37>, 2, check::lanes + 2>();
}

TEST_CASE("lstm: other activations, and the last step in reverse") {
    check_lstm<tg::lstm<7, tg::activation<tg::softsign>, tg::gate_activation<tg::hard_sigmoid>>, 3, 2>(hard_sigmoid, softsign);
    check_lstm<tg::lstm<4, tg::reverse, tg::last>, 3, 2>();
    static_assert(!tg::lstm<4, tg::reverse>::reversed::options.reverse);
}

TEST_CASE("lstm: states as inputs and outputs") {
    check_lstm<tg::lstm<5, tg::with_state>, 2, 3>();
    check_lstm<tg::lstm<check::lanes + 1, tg::with_state, tg::last, tg::reverse>, 3, 2>();
    static_assert(std::is_same_v<tg::lstm<5, tg::with_state>::output<bundle<shape<2, 3>, shape<5>, shape<5>>>, bundle<shape<2, 5>, shape<5>, shape<5>>>);
}

// 37 steps make blocks of 19 and 18: in tiles only where there are many units.
TEST_CASE("lstm: more steps than a block has") {
    check_lstm<tg::lstm<20>, 37, 1>();
    check_lstm<tg::lstm<2, tg::reverse>, 37, 1>();
}

TEST_CASE("lstm: tiles") {
    check::check_tiles<tg::lstm<5>, shape<3, 4>>();
    check::check_tiles<tg::lstm<3, tg::last>, shape<4, 2>>();
}

TEST_CASE("lstm: between convolutions that want a border around what they read") {
    struct bordered : tg::network<tg::input<6, 2>, tg::conv1d<3, 1>, tg::fork<tg::lstm<4>, tg::conv1d<2, 3, tg::same>>, tg::concat, tg::lstm<3>, tg::conv1d<2, 3, tg::same>> {};
    composed::check_network<bordered>();
}

TEST_CASE("lstm: blocks of a stream are the whole") {
    recurrent::check_stream<tg::lstm<5>>();
    recurrent::check_stream<tg::lstm<check::lanes + 3, tg::no_bias>>();
}

TEST_CASE("lstm: constant evaluation") {
    check::check_constant<tg::lstm<3>, shape<2, 2>>();
    check::check_constant<tg::lstm<2, tg::last, tg::reverse, tg::no_bias>, shape<3, 2>>();
}

TEST_CASE("lstm: stacked, and parameters by name") {
    struct two : tg::network<tg::input<4, 3>, tg::lstm<5>, tg::lstm<4, tg::last>> {};
    composed::check_network<two>();
    static_assert(two::parameter_count == 4 * 5 * (3 + 5 + 1) + 4 * 4 * (5 + 4 + 1));
    tg::parameters<two> p;
    CHECK(p.get<1>().weight_hh.data() == p.data() + 4 * 5 * (3 + 5 + 1) + 4 * 4 * 5);
    CHECK(p.get<1>().bias.size() == 16);
    std::vector<tg::initial> starts;
    tg::lstm<5>::parameters<shape<4, 3>>::each(p.get<0>(), [&](std::string_view, auto, tg::initial how) { starts.push_back(how); });
    CHECK((starts.size() == 3 && starts[0].random && starts[0].fan_in == 3 && starts[1].random && starts[1].fan_in == 5 && !starts[2].random && starts[2].value == 0));
}
