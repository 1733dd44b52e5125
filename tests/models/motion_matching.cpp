#include "weights.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

// The stepper of Learned Motion Matching: (x - mean) / deviation through three layers, times deviation plus mean.
namespace {
struct stepper : tg::network<tg::input<59>, tg::dense<512>, tg::relu, tg::dense<512>, tg::relu, tg::dense<59>> {};
}

TEST_CASE("models: the motion-matching stepper says what its author's code says") {
    const auto w = models::read("mm_stepper.safetensors");
    const auto p = std::make_unique<tg::parameters<stepper>>();
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string name = "linear" + std::to_string(i);
        const auto weight = w.at(name + ".weight").transposed();
        const auto& bias = w.at(name + ".bias").values;
        if (i == 0) models::set(p->get<0>().weight, weight), models::set(p->get<0>().bias, bias);
        if (i == 1) models::set(p->get<2>().weight, weight), models::set(p->get<2>().bias, bias);
        if (i == 2) models::set(p->get<4>().weight, weight), models::set(p->get<4>().bias, bias);
    }
    const auto &in_mean = w.at("input_mean").values, &in_std = w.at("input_std").values, &out_mean = w.at("output_mean").values, &out_std = w.at("output_std").values;
    auto x = models::numbers("mm_stepper.io.txt", "in", "x");
    const auto expected = models::numbers("mm_stepper.io.txt", "out", "y");
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = (x[i] - in_mean[i % 59]) / in_std[i % 59];

    const auto batch = std::make_unique<tg::inference<stepper, 8>>(*p);
    const auto one = std::make_unique<tg::inference<stepper>>(*p);
    const auto& y = (*batch)(x);
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(y[i] * out_std[i % 59] + out_mean[i % 59] == doctest::Approx(expected[i]).epsilon(1e-4));
    for (std::size_t n = 0; n < 8; ++n) {
        const auto& single = (*one)(x.data() + 59 * n);
        for (std::size_t i = 0; i < 59; ++i) CHECK(single[i] == doctest::Approx(y(n, i)).epsilon(1e-4));
    }
}
