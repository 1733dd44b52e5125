#ifndef TYPEGRAD_TESTS_LAYERS_CHECK_RANDOM_HPP
#define TYPEGRAD_TESTS_LAYERS_CHECK_RANDOM_HPP

#include <algorithm>
#include <memory>
#include <vector>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>

#include "check_layer.hpp"

// Layers with random numbers: a pure function of seed, step, layer, sample and element, which anybody may ask again.
namespace check {

// Such a layer twice: on tiles, and on rows.
template<class OfImage, class OfVector = OfImage>
struct amid : tg::network<tg::input<4, 3, 2>, tg::conv2d<5, 2>, OfImage, tg::relu, tg::flatten, tg::dense<7>, OfVector, tg::dense<3>> {};

// Small weights: e^(log_variance / 2) is of some layers.
template<class Net>
std::vector<float> small_weights() {
    auto p = random_numbers(Net::parameter_count, 3);
    for (float& v : p) v *= 0.25f;
    return p;
}

// y, dx and dp of the first n samples in training, in a pass of this capacity.
template<class Net, std::size_t N>
std::vector<float> trained(const tg::mode::training& mode, std::size_t n) {
    const auto p = std::make_unique<tg::parameters<Net>>(), dp = std::make_unique<tg::parameters<Net>>();
    const auto weights = small_weights<Net>(), x = random_numbers(n * Net::input::size, 1), dy = random_numbers(n * Net::output::size, 2);
    std::copy(weights.begin(), weights.end(), p->data());
    const auto pass = std::make_unique<tg::training<Net, N>>(*p);
    pass->mode = mode;
    const std::size_t allocated = allocations;
    const auto& y = pass->forward(x, n);
    const auto& dx = pass->backward(dy, *dp);
    CHECK(allocations == allocated);
    std::vector<float> all(y.data(), y.data() + n * Net::output::size);
    all.insert(all.end(), dx.data(), dx.data() + n * Net::input::size);
    all.insert(all.end(), dp->data(), dp->data() + Net::parameter_count);
    return all;
}

// One sample in double: y, and with dy the gradients.
template<class Net>
struct random_sample {
    std::vector<double> p, x, y = std::vector<double>(Net::output::size), dx = std::vector<double>(Net::input::size), dp = std::vector<double>(Net::parameter_count);

    random_sample(std::size_t number, std::size_t of) {
        const auto weights = small_weights<Net>(), xs = random_numbers(of * Net::input::size, 1);
        p.assign(weights.begin(), weights.end());
        x.assign(xs.begin() + static_cast<std::ptrdiff_t>(number * Net::input::size), xs.begin() + static_cast<std::ptrdiff_t>((number + 1) * Net::input::size));
    }
    void run(const tg::mode::training& mode, std::size_t number, const float* dy) {
        std::fill(dx.begin(), dx.end(), 0.0);
        std::fill(dp.begin(), dp.end(), 0.0);
        tg::compute::vjp_scalar<Net>(p.data(), x.data(), dp.data(), dx.data(), [&](const double* result, double* d) {
            std::copy(result, result + y.size(), y.begin());
            for (std::size_t i = 0; i < y.size(); ++i) d[i] = static_cast<double>(dy[i]);
        }, mode, number);
    }
};
// What trained() gives, sample by sample in double.
template<class Net>
std::vector<double> trained_one_by_one(const tg::mode::training& mode, std::size_t n) {
    const auto dy = random_numbers(n * Net::output::size, 2);
    std::vector<double> y, dx, dp(Net::parameter_count);
    for (std::size_t s = 0; s < n; ++s) {
        random_sample<Net> one(s, n);
        one.run(mode, s, dy.data() + s * Net::output::size);
        y.insert(y.end(), one.y.begin(), one.y.end());
        dx.insert(dx.end(), one.dx.begin(), one.dx.end());
        for (std::size_t i = 0; i < dp.size(); ++i) dp[i] += one.dp[i];
    }
    y.insert(y.end(), dx.begin(), dx.end());
    y.insert(y.end(), dp.begin(), dp.end());
    return y;
}

// The same numbers, bit for bit, when asked again, and others for another seed or step.
template<class Net, std::size_t N>
void check_reproducible() {
    const tg::mode::training mode{5, 7};
    const auto first = trained<Net, N>(mode, N);
    CHECK(trained<Net, N>(mode, N) == first);
    CHECK(trained<Net, N>({5, 8}, N) != first);
    CHECK(trained<Net, N>({6, 7}, N) != first);
}

// The same whatever the tile, the capacity and the number of samples.
template<class Net>
void check_everywhere() {
    const tg::mode::training mode{5, 7};
    for (std::size_t n : {std::size_t{1}, std::size_t{2}, under_lanes, lanes, lanes + 1, 2 * lanes + 3}) {
        CAPTURE(n);
        const auto expected = trained_one_by_one<Net>(mode, n);
        auto same = [&](const std::vector<float>& got) { return error(got.data(), expected.data(), expected.size()) <= 1e-5; };
        if (n == 1) CHECK(same(trained<Net, 1>(mode, n)));
        if (n <= lanes) CHECK(same(trained<Net, lanes>(mode, n)));
        if (n <= lanes + 1) CHECK(same(trained<Net, lanes + 1>(mode, n)));
        CHECK(same(trained<Net, 3 * lanes + 5>(mode, n)));
        CHECK(same(trained<Net, 300>(mode, n)));
    }
}

// Central differences while seed, step and the number of the sample are what they were.
template<class Net>
void check_differences(const tg::mode::training& mode = {2, 3}, std::size_t number = 5) {
    constexpr double h = 0x1p-17;
    const auto dy = random_numbers(Net::output::size, 2);
    random_sample<Net> q(number, number + 1), moved = q;
    q.run(mode, number, dy.data());
    auto loss = [&] {
        moved.run(mode, number, dy.data());
        double sum = 0;
        for (std::size_t i = 0; i < dy.size(); ++i) sum += moved.y[i] * static_cast<double>(dy[i]);
        return sum;
    };
    auto slopes = [&](std::vector<double>& of) {
        std::vector<double> s;
        for (double& v : of) {
            const double at = v;
            v = at + h;
            const double more = loss();
            v = at - h;
            s.push_back((more - loss()) / (2 * h));
            v = at;
        }
        return s;
    };
    const auto dx = slopes(moved.x), dp = slopes(moved.p);
    CHECK(error(q.dx.data(), dx.data(), dx.size()) <= 1e-6);
    CHECK(error(q.dp.data(), dp.data(), dp.size()) <= 1e-6);
}

// In a constant expression the same: what is dropped is 0 in both; what is not may have been given with another rounding.
template<class Layer, class In>
void check_constant_draws() {
    using net = alone<Layer, In>;
    constexpr evaluation<net> constant(1.0f);
    volatile float one = 1;
    const evaluation<net> now(one);
    auto same = [](const auto& a, const auto& b) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            CHECK((a[i] == 0) == (b[i] == 0));
            CHECK(a[i] == doctest::Approx(b[i]).epsilon(1e-6));
        }
    };
    same(constant.y, now.y);
    same(constant.dx, now.dx);
}

template<class Net>
void check_random() {
    check_reproducible<Net, lanes + 3>();
    check_everywhere<Net>();
    check_differences<Net>();
    check_differences<Net>({9, 1}, 0);
}

}

#endif
