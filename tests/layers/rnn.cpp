#include "check_tiles.hpp"

#include <typegrad/layers/rnn.hpp>

#include "check_recurrent.hpp"

namespace tg = typegrad;
using tg::bundle, tg::shape;

namespace {
// Straight from the definition.
template<class Layer, std::size_t T, std::size_t I>
void check_rnn(double (*function)(double) = [](double z) { return std::tanh(z); }) {
    constexpr std::size_t H = Layer::units;
    using In = std::conditional_t<Layer::options.with_state, bundle<shape<T, I>, shape<H>>, shape<T, I>>;
    recurrent::check_layer<Layer, In>([=](const double* p, const double* x, double* y) {
        recurrent::run_cell<Layer, T, I, 1>(x, y, [&](const std::vector<double>& now, auto& states) {
            const auto from_x = recurrent::times(now, p, H, 0, H), from_h = recurrent::times(states[0], p + H * I, H, 0, H);
            for (std::size_t k = 0; k < H; ++k) states[0][k] = function(from_x[k] + from_h[k] + (Layer::options.bias ? p[H * (I + H) + k] : 0));
        });
    });
}
}

TEST_CASE("rnn: sizes around the vector width") {
    check_rnn<tg::rnn<1>, 1, 1>();
    check_rnn<tg::rnn<check::under_lanes, tg::last>, 2, 3>();
    check_rnn<tg::rnn<check::lanes, tg::no_bias>, 1, 2>();
    check_rnn<tg::rnn<check::lanes + 1, tg::reverse>, 5, 1>();
    check_rnn<tg::rnn<37>, 2, check::lanes + 2>();
}

TEST_CASE("rnn: relu, states as inputs and outputs") {
    check_rnn<tg::rnn<7, tg::activation<tg::relu>>, 2, 3>([](double z) { return std::max(z, 0.0); });
    check_rnn<tg::rnn<check::lanes + 1, tg::with_state>, 2, 3>();
    check_rnn<tg::rnn<5, tg::with_state, tg::reverse, tg::last>, 3, 2>();
}

// 37 steps make blocks of 19 and 18: in tiles only where there are many units.
TEST_CASE("rnn: more steps than a block has") {
    check_rnn<tg::rnn<20>, 37, 1>();
    check_rnn<tg::rnn<2, tg::reverse>, 37, 1>();
}

TEST_CASE("rnn: tiles") {
    check::check_tiles<tg::rnn<5>, shape<3, 4>>();
    check::check_tiles<tg::rnn<3, tg::last, tg::reverse>, shape<4, 2>>();
}

TEST_CASE("rnn: blocks of a stream are the whole") {
    recurrent::check_stream<tg::rnn<5>>();
    recurrent::check_stream<tg::rnn<check::lanes + 3, tg::no_bias>>();
}

TEST_CASE("rnn: constant evaluation") {
    check::check_constant<tg::rnn<3>, shape<2, 2>>();
    check::check_constant<tg::rnn<2, tg::last, tg::reverse, tg::no_bias>, shape<3, 2>>();
}
