#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include <typegrad/typegrad.hpp>

#include <typegrad/context/host_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;
using namespace typegrad::cuda;

// How long shared memory is busy, in percent of what it were without bank conflicts. A count, the same on every machine: the
// limits are what was counted, rounded up. Whoever makes it less lowers them; whoever needs more says why.
namespace {

struct dense_layers : tg::network<tg::input<24>, tg::dense<48>, tg::tanh, tg::dense<32>, tg::tanh, tg::dense<10>> {};
struct images : tg::network<tg::input<8, 8, 8>, tg::conv2d<16, 3, tg::same>, tg::relu, tg::conv2d<16, 3>, tg::silu, tg::flatten, tg::dense<10>> {};
struct pooled : tg::network<tg::input<8, 8, 8>, tg::conv2d<16, 3, tg::same>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<10>> {};
struct attends : tg::network<tg::input<8, 16>, tg::residual<tg::multi_head_attention<2>>, tg::flatten, tg::dense<10>> {};
struct normed : tg::network<tg::input<8, 16>, tg::layer_norm<>, tg::gelu, tg::flatten, tg::dense<10>> {};
struct long_rows : tg::network<tg::input<8, 64>, tg::layer_norm<>, tg::softmax> {};
struct remembers : tg::network<tg::input<8, 16>, tg::lstm<16, tg::last>, tg::dense<10>> {};

std::size_t percent(const findings& found) {
    REQUIRE_MESSAGE(found.none(), found.messages.front());
    return (found.waves * 100 + found.least_waves - 1) / found.least_waves;
}
template<class Net, int Samples, class T = tg::bf16>
std::size_t inferring() {
    using plan = block_plan<Net, false, sizeof(T)>;
    const std::vector<float> p(Net::parameter_count + Net::statistic_count), x(Samples * Net::input::size);
    std::vector<float> y(Samples * Net::output::size);
    return percent(emulate<block_forward<plan, T, one_group<plan, Samples>, 0, 2>>(1, turns::forward, block_memories<T>{p.data(), x.data(), nullptr, nullptr, Samples, Samples}, y.data(), step_number{}));
}
template<class Net, int Samples, class T = tg::bf16>
std::size_t training() {
    using plan = block_plan<Net, true, sizeof(T)>;
    using facts = block_facts<plan>;
    const std::vector<float> p(Net::parameter_count + Net::statistic_count), x(Samples * Net::input::size);
    const std::vector<std::int32_t> labels(Samples);
    std::vector<float> gradient(Net::parameter_count), scratch(facts::workers * facts::own_parameters(0, facts::steps));
    float loss = 0;
    using kernel = block_training<Net, tg::cross_entropy, T, std::int32_t, one_group<plan, Samples>, 0, 2>;
    return percent(emulate<kernel>(1, turns::forward, block_memories<T>{p.data(), x.data(), nullptr, nullptr, Samples, Samples, scratch.data()}, labels.data(), gradient.data(), &loss, 1.0f / Samples, tg::cross_entropy{}, step_number{}));
}

}

TEST_CASE("numbers of two bytes: rows of channels that are a multiple of 32 bytes lie in the same banks, those of weights do not") {
    CHECK(inferring<dense_layers, 16>() <= 104);
    CHECK(training<dense_layers, 16>() <= 103);
    CHECK(inferring<images, 4>() <= 131);
    CHECK(training<images, 4>() <= 144);
    CHECK(inferring<pooled, 4>() <= 119);
    CHECK(training<pooled, 4>() <= 136);
    CHECK(inferring<attends, 4>() <= 133);
    CHECK(training<attends, 4>() <= 158);
}

TEST_CASE("layers with loops of their own: a thread goes along a row, its neighbour along the next") {
    CHECK(inferring<normed, 4>() <= 185);
    CHECK(training<normed, 4>() <= 228);
}

TEST_CASE("where warps go along rows, their lanes are neighbours") { CHECK(inferring<long_rows, 4>() <= 100); }

TEST_CASE("recurrent layers: the rows of their weights, step after step") {
    CHECK(inferring<remembers, 16>() <= 118);
    CHECK(inferring<remembers, 16, float>() <= 105);
}

TEST_CASE("numbers of four bytes are read one by one") {
    CHECK(inferring<dense_layers, 16, float>() <= 107);
    CHECK(training<dense_layers, 16, float>() <= 105);
    CHECK(inferring<images, 4, float>() <= 102);
}
