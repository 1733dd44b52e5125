// Networks on a GPU beside what the machine could do, measured in the same run: the rates of mma.sync and of copying, and how
// long a kernel takes that does nothing.
//   bench/cuda/run
// builds it, runs it, and sets PyTorch's times beside it where PyTorch is. One line a case: name, samples (or networks, 1000
// steps of 64 samples each), microseconds (the median of 11 times four calls, or of 101 calls and their answers), and the share
// of its floor: the larger of products and copies, or that kernel. Numbers and labels are random. The exit status is 77 where
// there is no GPU.
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/layer_norm.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/layers/multi_head_attention.hpp>
#include <typegrad/layers/residual.hpp>
#include <typegrad/layers/time_distributed.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/train/initializers.hpp>

#include <typegrad/model.cuh>
#include <typegrad/population.cuh>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "floors.cuh"

namespace tg = typegrad;

struct mlp : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<16>> {};
struct lenet : tg::network<tg::input<28, 28, 1>, tg::conv2d<6, 5, tg::padding<2>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<16, 5>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<120>, tg::relu, tg::dense<84>, tg::relu,
                           tg::dense<10>> {};
struct sequences : tg::network<tg::input<28, 28>, tg::lstm<128, tg::last>, tg::dense<10>> {};
struct attention : tg::network<tg::input<16, 64>, tg::residual<tg::layer_norm<>, tg::multi_head_attention<4>>, tg::residual<tg::layer_norm<>, tg::time_distributed<tg::dense<128>>, tg::gelu, tg::time_distributed<tg::dense<64>>>,
                               tg::layer_norm<>, tg::flatten, tg::dense<10>> {};
struct small : tg::network<tg::input<16>, tg::dense<32>, tg::tanh, tg::dense<4>> {};

template<class Net>
struct trained {
    using network = Net;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};
struct mlp_tag : trained<mlp> {};
struct lenet_tag : trained<lenet> {};
struct attention_tag : trained<attention> {};
struct sequences_tag : trained<sequences> {};
struct small_tag : trained<small> {};

static bool failed(const tg::status& s) {
    if (!s) std::fprintf(stderr, "%s\n", s.message);
    return !s;
}

// Multiply-adds of a sample, as the formulas have them.
template<class Net>
constexpr double multiply_adds() {
    double n = 0;
    for (const auto& s : tg::cuda::block_facts<tg::cuda::block_plan<Net, false>>::table.step) n += static_cast<double>(s.rows) * s.columns * s.depth * s.groups;
    return n;
}

template<class Call>
static double microseconds(cudaStream_t stream, const Call& call) {
    cudaEvent_t begin, end;
    cudaEventCreate(&begin);
    cudaEventCreate(&end);
    std::vector<float> times;
    for (int i = 0; i < 14; ++i) {
        cudaEventRecord(begin, stream);
        for (int k = 0; k < 4; ++k) call();
        cudaEventRecord(end, stream);
        cudaEventSynchronize(end);
        float ms = 0;
        cudaEventElapsedTime(&ms, begin, end);
        if (i >= 3) times.push_back(ms * 250);
    }
    cudaEventDestroy(begin);
    cudaEventDestroy(end);
    std::nth_element(times.begin(), times.begin() + 5, times.end());
    return static_cast<double>(times[5]);
}
static void line(const char* name, std::size_t n, double us, double flops, double bytes, const floors& f) {
    const double compute = flops / f.products * 1e6, memory = bytes / f.copies * 1e6;
    std::printf("%-20s %9zu %12.1f us %6.1f %% of the %s floor\n", name, n, us, 100 * std::max(compute, memory) / us, compute > memory ? "mma.sync" : "copy");
}

// A line, if nothing has failed by then.
template<class Call>
static bool measure(const char* name, std::size_t n, cudaStream_t stream, double flops, double bytes, const floors& f, const Call& call) {
    tg::status s;
    const double us = microseconds(stream, [&] {
        if (s) s = call();
    });
    if (s) s = tg::cuda::check(cudaStreamSynchronize(stream), "a kernel failed");
    if (s) line(name, n, us, flops, bytes, f);
    return !failed(s);
}
template<class Call>
static bool measure_latency(const char* name, std::size_t n, const floors& f, const Call& call) {
    tg::status s;
    const double us = latency([&] {
        if (s) s = call();
    });
    if (s) std::printf("%-20s %9zu %12.1f us %6.1f %% of the launch floor, from call to answer\n", name, n, us, 100 * f.launch / us);
    return !failed(s);
}

template<class Tag>
static bool measure(const char* name, std::initializer_list<std::size_t> sizes, const floors& f) {
    using model = tg::cuda::model<Tag>;
    const std::size_t most = std::max(sizes);
    model there(most);
    const auto p = std::make_unique<tg::parameters<typename Tag::network>>();
    tg::initialize(*p, 1);
    tg::cuda::device_memory<float> x, y;
    tg::cuda::device_memory<typename model::target> t;
    if (failed(there.state()) || failed(there.upload(*p)) || failed(x.allocate(most * model::in)) || failed(y.allocate(most * model::out)) || failed(t.allocate(most * model::targets))) return false;
    if (failed(randomize(x)) || failed(randomize(t, model::out))) return false;
    const auto stream = static_cast<cudaStream_t>(there.stream());
    const auto label = [name](const char* what) { return std::string(name) + " " + what; };
    for (const std::size_t n : sizes) {
        const double work = 2 * multiply_adds<typename Tag::network>() * static_cast<double>(n), bytes = 4.0 * static_cast<double>(n * (model::in + model::out));
        if (!measure(label("infer").c_str(), n, stream, work, bytes, f, [&] { return there.infer(x.data(), y.data(), n); })) return false;
        if (!measure(label("train").c_str(), n, stream, 3 * work, bytes, f, [&] { return there.train_step(x.data(), t.data(), n); })) return false;
        if (n > 4096) continue;
        const auto ask = [&] {
            const tg::status s = there.infer(x.data(), y.data(), n);
            return s ? there.wait() : s;
        };
        if (!measure_latency(label("latency").c_str(), n, f, ask)) return false;
    }
    return true;
}

static bool measure_population(const floors& f) {
    constexpr std::size_t networks = 1024, steps = 1000, samples = 4096, batch = 64;
    tg::cuda::population<small_tag> all(networks, samples, steps);
    std::vector<float> x(samples * small::input::size);
    std::vector<std::int32_t> labels(samples);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 2 * tg::philox{1}.uniform(i) - 1;
    for (std::size_t i = 0; i < samples; ++i) labels[i] = static_cast<std::int32_t>(tg::philox{2}.below(i, small::output::size));
    if (failed(all.state()) || failed(all.teach(x, labels))) return false;
    for (std::size_t k = 0; k < networks; ++k)
        if (failed(all.upload(k, tg::initialize<small>(k)))) return false;
    return measure("population train", networks, static_cast<cudaStream_t>(all.stream()), 6 * multiply_adds<small>() * batch * steps * networks, 0, f, [&] { return all.train(batch, steps); });
}

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // whoever stops this has all lines
    floors f;
    if (failed(f.measure())) return 1;
    std::printf("mma.sync %.0f TFLOP/s, copies %.0f GB/s, a launch %.1f us\n", f.products * 1e-12, f.copies * 1e-9, f.launch);
    // What one case cannot do is no reason not to measure the others.
    bool all = measure<mlp_tag>("mlp", {1, 16, 64, 256, 1024, 4096, 1 << 14, 1 << 17, 1 << 20, 1 << 21}, f);
    all = measure<lenet_tag>("lenet", {1, 64, 4096, 1 << 16}, f) && all;
    all = measure<sequences_tag>("lstm", {1, 64, 4096, 1 << 15}, f) && all;
    all = measure<attention_tag>("attention", {1, 64, 1024, 1 << 14}, f) && all;
    all = measure_population(f) && all;
    return all ? 0 : 1;
}
