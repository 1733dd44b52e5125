#include "weights.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

// MLPerf Tiny's keyword spotting network, its batch normalisation folded: a convolution, four separable ones, a mean.
namespace {
template<std::size_t Channels>
using separable = tg::sequential<tg::conv2d<Channels, 3, tg::same, tg::groups<Channels>>, tg::relu, tg::conv2d<Channels, 1>, tg::relu>;
struct keywords : tg::network<tg::input<49, 10, 1>, tg::conv2d<64, tg::kernel<10, 4>, tg::same, tg::stride<2>>, tg::relu, tg::repeat<4, separable<64>>,
                              tg::global_avg_pool2d, tg::dense<12>, tg::softmax> {};
static_assert(keywords::parameter_count == 22'604);
}

TEST_CASE("models: the keyword spotter says what the reference says") {
    const auto w = models::read("mlperf_kws.safetensors");
    const auto p = std::make_unique<tg::parameters<keywords>>();
    auto take = [&](auto layer, std::size_t op) {
        const std::string name = "op" + std::to_string(op);
        models::set(layer.weight, op == 11 ? w.at(name + ".weight").transposed() : w.at(name + ".weight").channels_last());
        models::set(layer.bias, w.at(name + ".bias").values);
    };
    take(p->get<0>(), 0);
    tg::for_each_index<4>([&](auto i) {
        const auto block = p->get<2>().template get<i>();
        take(block.template get<0>(), 1 + 2 * i);
        take(block.template get<2>(), 2 + 2 * i);
    });
    take(p->get<4>(), 11);

    const auto x = models::numbers("mlperf_kws.io.txt", "in", "x_nhwc"), expected = models::numbers("mlperf_kws.io.txt", "out", "y");
    const auto one = std::make_unique<tg::inference<keywords>>(*p);
    const auto packed = std::make_unique<tg::packed<keywords>>(*p);
    const auto fast = std::make_unique<tg::inference<keywords, 1, tg::packed<keywords>>>(*packed);
    const auto batch = std::make_unique<tg::inference<keywords, 16>>(*p);
    const auto &y = (*one)(x), &z = (*fast)(x);
    const auto& first = (*batch)(x, 1);
    CHECK(expected.size() == 12);
    for (std::size_t i = 0; i < 12; ++i) {
        CHECK(y[i] == doctest::Approx(expected[i]).epsilon(1e-4));
        CHECK(z[i] == doctest::Approx(expected[i]).epsilon(1e-4));
        CHECK(first[i] == doctest::Approx(expected[i]).epsilon(1e-4));
    }
}
