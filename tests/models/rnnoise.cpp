#include "weights.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

// RNNoise 0.1.1: 42 features of a frame become 22 gains and the probability of a voice. Three GRUs that read each other's
// states and the features; relu in place of tanh, and the reset before the product.
namespace {
constexpr std::size_t frames = 60;
template<std::size_t H>
using cell = tg::gru<H, tg::activation<tg::relu>, tg::reset_before>;
template<std::size_t Out>
using dense = tg::time_distributed<tg::dense<Out>>;

struct rnnoise : tg::network<tg::input<frames, 42>, tg::keep<"features">, tg::named<"input", dense<24>>, tg::tanh, tg::keep<"dense">,
                             tg::named<"vad_gru", cell<24>>, tg::keep<"vad">,
                             tg::use<"dense", tg::pick<1, 0>>, tg::use<"features", tg::concat>, tg::named<"noise_gru", cell<48>>,
                             tg::use<"vad", tg::pick<1, 0>>, tg::use<"features", tg::concat>, tg::named<"denoise_gru", cell<96>>,
                             tg::named<"gains", dense<22>>, tg::sigmoid, tg::use<"vad", tg::at<1, tg::named<"voice", dense<1>>, tg::sigmoid>>> {};

// Gates z r h as r z n, and eight bits as the numbers they stand for.
std::vector<float> gates(const models::tensor& t, std::size_t h) {
    std::vector<float> g(t.values.size());
    for (std::size_t i = 0; i < g.size(); i += 3 * h)
        for (std::size_t k = 0; k < h; ++k) {
            g[i + k] = t.values[i + h + k] / 256;
            g[i + h + k] = t.values[i + k] / 256;
            g[i + 2 * h + k] = t.values[i + 2 * h + k] / 256;
        }
    return g;
}
std::vector<float> plain(const models::tensor& t) {
    std::vector<float> v = t.values;
    for (float& x : v) x /= 256;
    return v;
}
}

TEST_CASE("models: RNNoise, all frames at once and frame by frame") {
    const auto w = models::read("rnnoise_v0.1.1_int8.safetensors");
    const auto p = std::make_unique<tg::parameters<rnnoise>>();
    auto take_gru = [&](auto layer, const std::string& name, std::size_t h) {
        models::set(layer.weight_ih, gates(w.at(name + ".input_weights"), h));
        models::set(layer.weight_hh, gates(w.at(name + ".recurrent_weights"), h));
        models::set(layer.bias_ih, gates(w.at(name + ".bias"), h));
    };
    auto take_dense = [&](auto layer, const std::string& name) {
        models::set(layer.weight, plain(w.at(name + ".input_weights")));
        models::set(layer.bias, plain(w.at(name + ".bias")));
    };
    take_dense(p->get<"input">(), "input_dense");
    take_gru(p->get<"vad_gru">(), "vad_gru", 24);
    take_gru(p->get<"noise_gru">(), "noise_gru", 48);
    take_gru(p->get<"denoise_gru">(), "denoise_gru", 96);
    take_dense(p->get<"gains">(), "denoise_output");
    take_dense(p->get<14>().get<0>().get<"voice">(), "vad_output");

    const auto x = models::numbers("rnnoise_v0.1.1.io.txt", "in", "features");
    const auto gains = models::numbers("rnnoise_v0.1.1.io.txt", "out", "gains"), vad = models::numbers("rnnoise_v0.1.1.io.txt", "out", "vad");
    const auto whole = std::make_unique<tg::inference<rnnoise>>(*p);
    const auto& y = (*whole)(x);
    for (std::size_t i = 0; i < gains.size(); ++i) CHECK(y.get<0>()[i] == doctest::Approx(gains[i]).epsilon(1e-4));
    for (std::size_t i = 0; i < vad.size(); ++i) CHECK(y.get<1>()[i] == doctest::Approx(vad[i]).epsilon(1e-4));

    const auto voice = std::make_unique<tg::stream<rnnoise>>(*p);
    for (std::size_t t = 0; t < frames; ++t) {
        const auto& now = (*voice)(x.data() + 42 * t);
        for (std::size_t i = 0; i < 22; ++i) CHECK(now.get<0>()[i] == doctest::Approx(gains[t * 22 + i]).epsilon(1e-4));
        CHECK(now.get<1>()[0] == doctest::Approx(vad[t]).epsilon(1e-4));
    }
}
