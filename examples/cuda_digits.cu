// The network of digits.cpp, the same type, learns on an NVIDIA GPU:
//   nvcc -std=c++20 -O2 --expt-relaxed-constexpr -arch=native -I include -I cuda examples/cuda_digits.cu -o cuda_digits && ./cuda_digits
// It prints how the steps are cut into kernels, trains, and judges itself on images that it has not seen. Usage:
// cuda_digits [seed]. The exit status is 1 below 97 % or if anything fails, 77 where there is no GPU or no driver.
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/train/initializers.hpp>

#include <typegrad/explain.hpp>
#include <typegrad/model.cuh>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <vector>

#include "data/digits.hpp"

namespace tg = typegrad;

struct digits : tg::network<tg::input<8, 8, 1>,
    tg::conv2d<16, 3, tg::same>, tg::relu,
    tg::conv2d<32, 3, tg::same>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<64>, tg::relu, tg::dense<10>> {};
struct digits_on_gpu {
    using network = digits;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};

struct data_set {
    std::vector<float> images;
    std::vector<std::int32_t> labels;
};

static tg::parameters<digits> p;

// Every fifth image is held out.
static data_set read(bool held_out) {
    data_set d;
    for (std::size_t i = 0; i < std::size(digit_rows); ++i) {
        if ((i % 5 == 4) != held_out) continue;
        const auto& row = digit_rows[i];
        for (std::size_t k = 0; k < 64; ++k) d.images.push_back(static_cast<float>(row[k] - 'a') / 16.0f);
        d.labels.push_back(row[64] - '0');
    }
    return d;
}

static bool failed(const tg::status& s) {
    if (!s) std::fprintf(stderr, "%s\n", s.message);
    return !s;
}

static bool without_gpu() {
    int driver = 0, devices = 0;
    if (cudaDriverGetVersion(&driver) == cudaSuccess && driver == 0) return true;
    const cudaError_t answer = cudaGetDeviceCount(&devices);
    return answer == cudaErrorNoDevice || (answer == cudaSuccess && devices == 0);
}

int main(int argc, char** argv) {
    const auto seed = static_cast<std::uint64_t>(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1);
    std::printf("%s\n", tg::cuda::explain<digits_on_gpu>().data());
    tg::cuda::model<digits_on_gpu> model(32);  // samples a batch
    if (failed(model.state())) return without_gpu() ? 77 : 1;

    const data_set training = read(false);
    tg::initialize(p, seed);
    model.set_seed(seed);
    if (failed(model.upload(p))) return 1;
    for (std::size_t epoch = 0; epoch < 14; ++epoch) {
        float loss = 0;
        if (failed(model.set_optimizer(tg::adam{.learning_rate = epoch < 9 ? 2e-3f : 5e-4f})) || failed(model.epoch(training.images, training.labels)) || failed(model.loss(loss))) return 1;
        std::printf("epoch %2zu  loss of its last batch %.4f\n", epoch + 1, static_cast<double>(loss));
    }

    const data_set test = read(true);
    std::vector<float> y(10 * test.labels.size());
    if (failed(model.infer(test.images, y))) return 1;
    std::size_t right = 0;
    for (std::size_t i = 0; i < test.labels.size(); ++i) {
        const float* const row = &y[10 * i];
        right += std::max_element(row, row + 10) - row == test.labels[i];
    }
    const double accuracy = static_cast<double>(right) / static_cast<double>(test.labels.size());
    std::printf("held-out accuracy: %.1f %%\n", 100 * accuracy);
    return accuracy >= 0.97 ? 0 : 1;
}
