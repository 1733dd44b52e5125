#include "check_layer.hpp"

#include <cmath>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
constexpr std::size_t steps = 12;

struct causal : tg::network<tg::input<steps, 3>, tg::conv1d<5, 3, tg::causal>, tg::relu, tg::conv1d<4, 2, tg::causal, tg::dilation<3>>, tg::tanh, tg::conv1d<2, 1>> {};
struct strided : tg::network<tg::input<steps, 2>, tg::conv1d<6, 4, tg::causal, tg::stride<2>>, tg::relu, tg::max_pool1d<2>, tg::time_distributed<tg::dense<3>>> {};
struct averaged : tg::network<tg::input<steps, 2>, tg::conv1d<6, 3, tg::causal>, tg::avg_pool1d<2>, tg::tanh, tg::conv1d<4, 2, tg::causal>, tg::avg_pool1d<3>, tg::time_distributed<tg::dense<3>>> {};
struct pooled : tg::network<tg::input<steps, 5>, tg::fork<tg::max_pool1d<3>, tg::avg_pool1d<3>>, tg::concat, tg::conv1d<3, 2, tg::causal>, tg::max_pool1d<2>> {};
struct gated : tg::network<tg::input<steps, 3>, tg::conv1d<8, 3, tg::causal>, tg::split<tg::last_axis, 4, 4>, tg::parallel<tg::tanh, tg::sequential<tg::conv1d<4, 2, tg::causal>, tg::sigmoid>>, tg::multiply, tg::gru<3>> {};
struct two_readers : tg::network<tg::input<steps, 3>, tg::time_distributed<tg::dense<3>>, tg::fork<tg::conv1d<3, 3, tg::causal>, tg::conv1d<3, 5, tg::causal, tg::dilation<2>>, tg::identity>, tg::add> {};
struct recurrent : tg::network<tg::input<steps, 3>, tg::gru<5>, tg::lstm<4>, tg::rnn<3>, tg::time_distributed<tg::dense<2>>> {};
struct transformer : tg::network<tg::tokens<7, steps>, tg::embedding<7, 8>, tg::learned_positions<steps>, tg::encoder_block<2, tg::feed_forward<6>, tg::causal>,
                                 tg::encoder_block<4, tg::swiglu<5>, tg::causal, tg::rotated, tg::kv_heads<2>>, tg::sinusoidal_positions<>, tg::unembedding<7>> {};
struct frames : tg::network<tg::input<steps, 6, 5, 2>, tg::time_distributed<tg::conv2d<3, 3>, tg::relu, tg::max_pool2d<2>, tg::flatten>, tg::linear<"tc,ckd->tkd", tg::shape<6, 2, 3>>, tg::time_distributed<tg::flatten>, tg::gru<4>> {};
struct rows : tg::network<tg::input<steps, 5, 2>, tg::conv2d<3, tg::kernel<1, 3>, tg::same>, tg::tanh, tg::conv2d<4, tg::kernel<1, 2>, tg::stride<1, 2>>> {};
struct products : tg::network<tg::input<steps, 3>, tg::gru<4>, tg::fork<tg::identity, tg::time_distributed<tg::dense<5>>>, tg::product<"tc,td->tcd">, tg::time_distributed<tg::flatten>, tg::lstm<2>> {};
struct samples : tg::network<tg::input<steps>, tg::residual<tg::tanh, tg::prelu<>>, tg::fork<tg::relu, tg::sigmoid>, tg::multiply, tg::stop_gradient> {};
struct with_norms : tg::network<tg::input<steps, 4>, tg::conv1d<6, 2, tg::causal, tg::no_bias>, tg::batch_norm<>, tg::silu, tg::layer_norm<>, tg::residual<tg::conv1d<6, 3, tg::causal, tg::groups<6>>, tg::relu>, tg::softmax> {};

template<class Net>
std::vector<typename Net::element> some_input(std::uint64_t seed) {
    std::vector<typename Net::element> x;
    if constexpr (std::is_same_v<typename Net::element, float>) x = check::random_numbers(Net::input::size, seed);
    else
        for (std::size_t i = 0; i < Net::input::size; ++i) x.push_back(static_cast<std::int32_t>(tg::philox{seed, 0}.below(i, 7)));
    return x;
}

// Block by block, the stream gives what the network makes of the whole sequence, and a reset begins anew. A second state, one
// block behind with another sequence, gives what that sequence gives alone: neither disturbs the other.
template<class Net, std::size_t Block>
void check_stream() {
    CAPTURE(Block);
    const auto p = std::make_unique<tg::parameters<Net>>(tg::initialize<Net>(3));
    for (auto& v : p->flat()) v += 0.02f;
    for (auto& v : p->statistics()) v += 0.5f;
    const auto x = some_input<Net>(1), x_of_other = some_input<Net>(2);
    const auto whole = std::make_unique<tg::inference<Net>>(*p);
    auto all_of = [&](const auto& xs) {
        const auto& y = (*whole)(xs);
        return std::vector<double>(y.begin(), y.end());
    };
    const auto expected = all_of(x), expected_of_other = all_of(x_of_other);
    using stream = tg::stream<Net, Block>;
    static_assert(std::is_trivially_copyable_v<typename stream::state>);
    const auto s = std::make_unique<stream>(*p);
    constexpr std::size_t in = stream::input::size, out = stream::output::size, blocks = steps / Block;
    for (int round = 0; round < 2; ++round) {
        typename stream::state other;
        for (std::size_t b = 0; b <= blocks; ++b) {
            const std::size_t allocated = check::allocations;
            if (b < blocks) CHECK(check::error((*s)(x.data() + b * in).data(), expected.data() + b * out, out) <= 1e-5);
            if (b > 0) CHECK(check::error((*s)(other, x_of_other.data() + (b - 1) * in).data(), expected_of_other.data() + (b - 1) * out, out) <= 1e-5);
            CHECK(check::allocations == allocated);
        }
        s->reset();
    }
}
}

TEST_CASE("stream: causal convolutions") {
    check_stream<causal, 1>();
    check_stream<causal, 4>();
    check_stream<causal, steps>();
    check_stream<strided, 4>();
    check_stream<strided, 12>();
    check_stream<two_readers, 1>();
    check_stream<two_readers, 3>();
    check_stream<with_norms, 1>();
    check_stream<with_norms, 6>();
}

TEST_CASE("stream: pools whose windows lie side by side in time, the maximum and the mean") {
    check_stream<averaged, 6>();
    check_stream<averaged, 12>();
    check_stream<pooled, 6>();
    check_stream<pooled, 12>();
}

TEST_CASE("stream: parts of a step") {
    check_stream<gated, 1>();
    check_stream<gated, 4>();
}

TEST_CASE("stream: convolutions and products within a step") {
    check_stream<frames, 1>();
    check_stream<frames, 4>();
    check_stream<rows, 1>();
    check_stream<rows, 3>();
    check_stream<products, 1>();
    check_stream<products, 4>();
}

TEST_CASE("stream: numbers that have nothing to do with each other") {
    check_stream<samples, 1>();
    check_stream<samples, 4>();
}

TEST_CASE("stream: recurrent layers") {
    check_stream<recurrent, 1>();
    check_stream<recurrent, 3>();
}

TEST_CASE("stream: attention with its cache") {
    check_stream<transformer, 1>();
    check_stream<transformer, 4>();
}

TEST_CASE("stream: the cache forgets the oldest steps, each state its own") {
    struct attention : tg::network<tg::input<4, 6>, tg::multi_head_attention<2, tg::causal>> {};
    const auto p = std::make_unique<tg::parameters<attention>>(tg::initialize<attention>(3));
    const auto s = std::make_unique<tg::stream<attention>>(*p);
    const auto whole = std::make_unique<tg::inference<attention>>(*p);
    // The second state begins three steps later.
    constexpr std::size_t late = 3;
    const std::vector<float> x[2] = {check::random_numbers(13 * 6, 1), check::random_numbers(13 * 6, 2)};
    tg::stream<attention>::state states[2];
    for (std::size_t now = 0; now < 13; ++now)
        for (std::size_t k = 0; k < 2; ++k) {
            if (now < k * late) continue;
            CAPTURE(k);
            const std::size_t t = now - k * late;
            const auto& y = (*s)(states[k], x[k].data() + 6 * t);
            const std::size_t first = t < 3 ? 0 : t - 3;  // of the last four steps, or of what there is
            const auto& seen = (*whole)(x[k].data() + 6 * first);
            const std::vector<double> expected(seen.begin() + 6 * (t - first), seen.begin() + 6 * (t - first + 1));
            CHECK(check::error(y.data(), expected.data(), 6) <= 1e-5);
        }
}
