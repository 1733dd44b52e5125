// ResNet-8 of MLPerf Tiny, one image: batch normalisation is in the weights, ReLU and sums beside oneDNN's fused ones. No
// contender is approximate: ReLU, means and products have nothing that could be within 1e-4 at less work.
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include <typegrad/typegrad.hpp>

#include "contest.hpp"

namespace tg = typegrad;

namespace {

template<std::size_t C, auto... Options>
using normed = tg::sequential<tg::conv2d<C, 3, tg::same, Options...>, tg::batch_norm<>>;
template<std::size_t C>
using narrowing = tg::projected<tg::conv2d<C, 1, tg::stride<2>>, normed<C, tg::stride<2>>, tg::relu, normed<C>>;

// W4
struct resnet : tg::network<tg::input<32, 32, 3>, normed<16>, tg::relu,
    tg::residual<normed<16>, tg::relu, normed<16>>, tg::relu,
    narrowing<32>, tg::relu,
    narrowing<64>, tg::relu,
    tg::global_avg_pool2d, tg::dense<10>> {};

constexpr double multiply_adds = 1024 * 9 * (3 * 16 + 2 * 16 * 16) + 256 * (9 * (16 * 32 + 32 * 32) + 16 * 32) + 64 * (9 * (32 * 64 + 64 * 64) + 32 * 64) + 64 * 10;

std::shared_ptr<tg::parameters<resnet>> some_parameters() {
    const auto p = std::make_shared<tg::parameters<resnet>>();
    tg::initialize(*p, 1);
    for (std::size_t i = 0; i < resnet::parameter_count; ++i) p->data()[i] += 0.02f * (tg::philox{7}.uniform(i) - 0.5f);  // biases begin as zeros
    for (std::size_t i = 0; i < resnet::statistic_count; ++i) p->statistics()[i] += 0.2f * tg::philox{8}.uniform(i);
    return p;
}

// Weight and bias of each convolution in the order of the list, a projection behind its branch, with the factors of its
// normalisation in them; then the dense layer's: what a peer is given.
std::vector<float> folded(const tg::parameters<resnet>& p) {
    std::vector<float> all;
    auto take = [&](const auto& layer) {
        all.insert(all.end(), layer.weight.begin(), layer.weight.end());
        all.insert(all.end(), layer.bias.begin(), layer.bias.end());
    };
    auto take_normed = [&](const auto& list) {
        const auto convolution = tg::get<0>(list);
        const auto norm = tg::get<1>(list);
        const std::size_t first = all.size(), channels = norm.weight.size();
        take(convolution);
        for (std::size_t i = first; i < all.size(); ++i) {
            const std::size_t c = (i - first) % channels;
            const float factor = norm.weight[c] / std::sqrt(norm.running_var[c] + 1e-5f);
            const bool bias = i - first >= convolution.weight.size();
            all[i] = bias ? (all[i] - norm.running_mean[c]) * factor + norm.bias[c] : all[i] * factor;
        }
    };
    auto take_block = [&](const auto& block) {
        take_normed(tg::get<0>(block));
        take_normed(tg::get<2>(block));
    };
    take_normed(p.get<0>());
    take_block(p.get<2>());
    take_block(p.get<4>());
    take(p.get<4>().template get<"projection">());
    take_block(p.get<6>());
    take(p.get<6>().template get<"projection">());
    take(p.get<9>());
    return all;
}

}

int main(int argc, char** argv) {
    const auto p = some_parameters();
    const std::vector<float> weights = folded(*p);
    const auto w = std::make_unique<tg::packed<resnet>>(*p);
    const auto run = std::make_unique<tg::inference<resnet>>(*p);
    const auto run_packed = std::make_unique<tg::inference<resnet, 1, tg::packed<resnet>>>(*w);
    contest c("W4 ResNet-8, one image", 2 * multiply_adds, static_cast<double>(sizeof(float) * resnet::parameter_count), 2, resnet::input::size, 10);
    c.add("typegrad", [&](const float* x) { return (*run)(x).data(); });
    c.add("packed", [&](const float* x) { return (*run_packed)(x).data(); });
    c.add_peers("resnet", weights.data());
    std::vector<measure::work> works;
    c.add_to(works);
    return c.right ? measure::run(argc, argv, works) : 1;
}
