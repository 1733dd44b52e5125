// Networks of sequences: recurrent ones and dilated convolutions a step at a time, an encoder block on a whole sequence;
// beside oneDNN and Eigen, which must first give the same outputs. The weights are the same, exact or approximate.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "contest.hpp"

namespace tg = typegrad;

namespace {

constexpr std::size_t steps = 256, units = 40, channels = 8;
template<std::size_t Out>
using dense = tg::time_distributed<tg::dense<Out>>;
using rough_tanh = tg::approximate<tg::tanh>;
using rough_sigmoid = tg::approximate<tg::sigmoid>;

// W3
struct lstm : tg::network<tg::input<steps, 1>, tg::lstm<units>, dense<1>> {};
struct gru : tg::network<tg::input<steps, 1>, tg::gru<units>, dense<1>> {};
struct rough_lstm : tg::network<tg::input<steps, 1>, tg::lstm<units, tg::activation<rough_tanh>, tg::gate_activation<rough_sigmoid>>, dense<1>> {};
struct rough_gru : tg::network<tg::input<steps, 1>, tg::gru<units, tg::activation<rough_tanh>, tg::gate_activation<rough_sigmoid>>, dense<1>> {};

// W8: one channel in, eight dilations as in a small WaveNet without gates, one out.
template<std::size_t Dilation, class F>
using layer = tg::sequential<tg::conv1d<channels, 3, tg::causal, tg::dilation<Dilation>>, F>;
template<class F>
using dilated_layers = tg::network<tg::input<steps, 1>, layer<1, F>, layer<2, F>, layer<4, F>, layer<8, F>, layer<16, F>, layer<32, F>, layer<64, F>, layer<128, F>, dense<1>>;
struct dilated : dilated_layers<tg::tanh> {};
struct rough_dilated : dilated_layers<rough_tanh> {};

// W5, with the activation of torch.nn.TransformerEncoderLayer, which has nothing to approximate, and with the one that most
// models have.
constexpr std::size_t tokens = 64, width = 64, heads = 4, hidden = 256;
template<class F>
using encoder_layers = tg::network<tg::input<tokens, width>, tg::encoder_block<heads, tg::feed_forward<hidden, F>>>;
struct encoder : encoder_layers<tg::relu> {};
struct gelu_encoder : encoder_layers<tg::gelu> {};
struct rough_gelu_encoder : encoder_layers<tg::approximate<tg::gelu>> {};

template<class Net>
std::shared_ptr<tg::parameters<Net>> some_parameters() {
    const auto p = std::make_shared<tg::parameters<Net>>();
    tg::initialize(*p, 1);
    for (std::size_t i = 0; i < Net::parameter_count; ++i) p->data()[i] += 0.1f * (tg::philox{7}.uniform(i) - 0.5f);  // biases begin as zeros
    return p;
}
template<class Run, class Net>
auto runs(const std::shared_ptr<tg::parameters<Net>>& p) {
    return [p, run = std::make_shared<Run>(*p)](const float* x) { return (*run)(x).data(); };
}

// A step of a stream.
template<class Net, class Rough>
std::unique_ptr<contest> streams(const char* name, const char* network, std::size_t multiply_adds) {
    const auto p = some_parameters<Net>();
    const auto rough = std::make_shared<tg::parameters<Rough>>();
    std::copy_n(p->data(), Net::parameter_count, rough->data());
    auto c = std::make_unique<contest>(name, 2.0 * static_cast<double>(multiply_adds), static_cast<double>(sizeof(float) * Net::parameter_count), 2 * steps, 1, 1);
    c->add("typegrad", runs<tg::stream<Net>>(p));
    c->add("within 1e-4", runs<tg::stream<Rough>>(rough), 1e-3);
    c->add_peers(network, p->data());
    return c;
}

// A whole sequence; the approximate network, where the activation has one, with weights as they are and packed.
template<class Net, class Rough = Net>
std::unique_ptr<contest> whole(const char* name, const char* network) {
    constexpr std::size_t multiply_adds = tokens * (4 * width * width + 2 * width * hidden) + 2 * tokens * tokens * width;
    const auto p = some_parameters<Net>();
    const auto w = std::make_shared<tg::packed<Net>>(*p);
    auto c = std::make_unique<contest>(name, 2.0 * multiply_adds, static_cast<double>(sizeof(float) * Net::parameter_count), 2, tokens * width, tokens * width);
    c->add("typegrad", runs<tg::inference<Net>>(p));
    c->add("packed", [w, run = std::make_shared<tg::inference<Net, 1, tg::packed<Net>>>(*w)](const float* x) { return (*run)(x).data(); });
    if constexpr (!std::is_same_v<Net, Rough>) {
        const auto rough = std::make_shared<tg::parameters<Rough>>();
        std::copy_n(p->data(), Net::parameter_count, rough->data());
        const auto rough_w = std::make_shared<tg::packed<Rough>>(*rough);
        c->add("within 1e-4", runs<tg::inference<Rough>>(rough), 1e-4);
        c->add("packed, within 1e-4", [rough_w, run = std::make_shared<tg::inference<Rough, 1, tg::packed<Rough>>>(*rough_w)](const float* x) { return (*run)(x).data(); }, 1e-4);
    }
    c->add_peers(network, p->data());
    return c;
}

}

int main(int argc, char** argv) {
    const std::unique_ptr<contest> all[] = {
        streams<lstm, rough_lstm>("W3 lstm 40, one step", "lstm", (1 + units) * 4 * units + units),
        streams<gru, rough_gru>("W3 gru 40, one step", "gru", (1 + units) * 3 * units + units),
        whole<encoder>("W5 encoder block, relu", "encoder"),
        whole<gelu_encoder, rough_gelu_encoder>("W5 encoder block, gelu", "encoder, gelu"),
        streams<dilated, rough_dilated>("W8 dilated convolutions, one sample", "dilated", 3 * channels + 7 * 3 * channels * channels + channels)};
    std::vector<measure::work> works;
    bool right = true;
    for (const auto& c : all) {
        c->add_to(works);
        right = right && c->right;
    }
    return right ? measure::run(argc, argv, works) : 1;
}
