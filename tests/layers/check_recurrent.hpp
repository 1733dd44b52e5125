#ifndef TYPEGRAD_TESTS_LAYERS_CHECK_RECURRENT_HPP
#define TYPEGRAD_TESTS_LAYERS_CHECK_RECURRENT_HPP

#include <algorithm>
#include <array>
#include <vector>

#include <typegrad/core/bundle.hpp>
#include <typegrad/layers/input.hpp>
#include <typegrad/layers/recurrent.hpp>
#include <typegrad/network/layer_call.hpp>

#include "composed.hpp"

// What the tests of rnn, lstm and gru share: check_layer with numbers that do not saturate, states as inputs, streams.
namespace recurrent {
namespace tg = typegrad;

template<class Layer, class In>
struct alone_of;
template<class Layer, std::size_t... Extents>
struct alone_of<Layer, tg::shape<Extents...>> : tg::network<tg::input<Extents...>, Layer> {};
template<class Layer, class... Items>
struct alone_of<Layer, tg::bundle<Items...>> : tg::network<tg::inputs<Items...>, Layer> {};

// All that check_layer checks. naive(p, x, y) for one sample in double; x and y are bundles with_state. The weights shrink
// with the steps: a long sequence forgets, or a float would not be able to follow a double. Differences of many numbers over many steps take too long.
template<class Layer, class In, class Naive>
void check_layer(Naive naive) {
    using Net = alone_of<Layer, In>;
    const check::problem<Net> q(check::lanes + 1, Layer::template sequence<In>::steps > 10 ? 0.1f : 0.25f);
    check::check_forward(q, naive);
    if constexpr (Net::parameter_count < 1000 || Layer::template sequence<In>::steps < 10) check::check_gradients(q);
    check::check_batches<Net, 1>(q);
    check::check_batches<Net, check::lanes + 1>(q);
}

// A vector times a <rows, columns> part of a matrix, from column `first` on.
inline std::vector<double> times(const std::vector<double>& x, const double* w, std::size_t pitch, std::size_t first, std::size_t columns) {
    std::vector<double> y(columns);
    for (std::size_t k = 0; k < columns; ++k)
        for (std::size_t i = x.size(); i-- > 0;) y[k] += x[i] * w[i * pitch + first + k];
    return y;
}

// Runs cell(x, states), which renews the states, over a sequence as Layer's options say, for check_layer.
template<class Layer, std::size_t T, std::size_t I, std::size_t States, class Cell>
void run_cell(const double* x, double* y, Cell cell) {
    constexpr std::size_t H = Layer::units;
    constexpr auto& o = Layer::options;
    std::array<std::vector<double>, States> states;
    for (std::size_t s = 0; s < States; ++s) {
        states[s].assign(H, 0);
        if (o.with_state) states[s].assign(x + T * I + s * H, x + T * I + (s + 1) * H);
    }
    for (std::size_t s = 0; s < T; ++s) {
        const std::size_t t = o.reverse ? T - 1 - s : s;
        cell(std::vector<double>(x + t * I, x + (t + 1) * I), states);
        if (!o.last || s + 1 == T) std::copy(states[0].begin(), states[0].end(), y + (o.last ? 0 : t * H));
    }
    if (o.with_state)
        for (std::size_t s = 0; s < States; ++s) std::copy(states[s].begin(), states[s].end(), y + (o.last ? 1 : T) * H + s * H);
}

// ---- streams

template<class V, class Shape>
using block = tg::compute::area<V, Shape>;

// The first N steps of x through the layer with this state, which is renewed; what is next.
template<class Layer, std::size_t N, std::size_t I, class V, class T>
std::size_t run_block(const T* p, T* x, T* y, T* state, std::size_t at) {
    constexpr std::size_t unit = tg::compute::samples_in<V>, H = Layer::units;
    using In = tg::shape<N, I>;
    using weights = typename Layer::template parameters<In>;
    std::vector<T> kept(unit * Layer::template kept<In>);
    const tg::compute::layer_context<V, tg::mode::streaming> context{kept.data(), {}, 0, state};
    Layer::forward(block<V, In>{x + at * I * unit}, block<V, tg::shape<N, H>>{y + at * H * unit}, weights::template at<const T>(p), context);
    return at + N;
}

// Blocks of 1, 3 and 2 steps make what one call makes of 6, for one stream or for a vector of them.
template<class Layer, class V>
void check_blocks(double tolerance) {
    using T = tg::simd::scalar_of<V>;
    constexpr std::size_t unit = tg::compute::samples_in<V>, I = 3, H = Layer::units;
    using In = tg::shape<6, I>;
    using weights = typename Layer::template parameters<In>;
    auto numbers = [](std::size_t n, std::uint64_t seed, float scale) {
        std::vector<float> v = check::random_numbers(n, seed);
        for (float& f : v) f *= scale;
        return std::vector<T>(v.begin(), v.end());
    };
    const std::vector<T> p = numbers(weights::size, 3, 0.25f);
    std::vector<T> x = numbers(6 * I * unit, 1, 1), whole(6 * H * unit), y(whole), kept(unit * Layer::template kept<In>), state(unit * Layer::template state<In>);
    const tg::compute::layer_context<V, tg::mode::inference> context{kept.data(), {}, 0};
    Layer::forward(block<V, In>{x.data()}, block<V, tg::shape<6, H>>{whole.data()}, weights::template at<const T>(p.data()), context);
    std::size_t at = run_block<Layer, 1, I, V>(p.data(), x.data(), y.data(), state.data(), 0);
    at = run_block<Layer, 3, I, V>(p.data(), x.data(), y.data(), state.data(), at);
    run_block<Layer, 2, I, V>(p.data(), x.data(), y.data(), state.data(), at);
    const std::vector<double> expected(whole.begin(), whole.end());
    CHECK(check::error(y.data(), expected.data(), expected.size()) <= tolerance);
    CHECK(std::equal(state.begin(), state.begin() + H * unit, y.end() - H * unit));  // h is what the last step gave
}
template<class Layer>
void check_stream() {
    check_blocks<Layer, double>(1e-14);
    check_blocks<Layer, float>(1e-6);
    check_blocks<Layer, tg::simd::batch<float, tg::simd::lanes<float>>>(1e-6);
}

}

#endif
