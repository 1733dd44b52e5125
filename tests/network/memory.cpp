#include "check_layer.hpp"

#include <cmath>

#include <typegrad/typegrad.hpp>

// Packed weights, streams and a trainer's steps read and write nothing beside what is theirs, and allocate nothing.
// (check_layer.hpp sees to inference and training, for every layer.)
namespace tg = typegrad;
using check::error;

namespace {
struct conv : tg::network<tg::input<7, 6, 3>, tg::conv2d<5, 3, tg::same>, tg::relu, tg::max_pool2d<2>, tg::conv2d<21, 2>, tg::tanh, tg::flatten, tg::dense<37, tg::no_bias>, tg::gelu, tg::dense<3>> {};
struct recurrent : tg::network<tg::input<6, 3>, tg::lstm<7>, tg::gru<5, tg::last>, tg::dense<3>> {};

// ---- packed

template<class Net, class W>
void check_packed(const check::problem<Net>& q, double tolerance) {
    const auto p = std::make_unique<check::fenced_parameters<Net>>(q.p);
    const std::size_t before = check::allocations;
    alignas(64) static std::byte room[sizeof(check::fenced<tg::packed<Net, W>>)];
    auto* const weights = new (room) check::fenced<tg::packed<Net, W>>(p->value);
    CHECK(check::allocations == before);
    const auto run = std::make_unique<check::fenced<tg::inference<Net, 1, tg::packed<Net, W>>>>(weights->value);
    for (int round = 0; round < 2; ++round) {
        for (std::size_t s = 0; s < q.samples; ++s) {
            const check::guarded x(std::span(q.x).subspan(s * q.in, q.in));
            const std::size_t allocated = check::allocations;
            const auto& y = run->value(x.data());
            CHECK(check::allocations == allocated);
            CHECK(error(y.data(), q.y.data() + s * q.out, q.out) <= tolerance);
            CHECK((x.intact() && run->intact() && weights->intact()));
        }
        const std::size_t allocated = check::allocations;
        weights->value.assign(p->value);
        CHECK(check::allocations == allocated);
        CHECK((p->intact() && weights->intact()));
    }
}
template<class Net>
void check_packed() {
    const check::problem<Net> q(3, 0.25f);
    check_packed<Net, float>(q, 1e-5);
    check_packed<Net, tg::bf16>(q, 2e-2);  // eight bits, over a few layers
}

// ---- trainer

// Labels between numbers that name no class: who reads one of those gets NaN.
struct guarded_labels {
    static constexpr std::size_t margin = 64;
    std::vector<int> all;
    explicit guarded_labels(std::size_t n) : all(n + 2 * margin, -1) {
        for (std::size_t i = 0; i < n; ++i) all[margin + i] = static_cast<int>(tg::philox{9}.below(i, 3));
    }
    std::span<const int> get() const { return std::span(all).subspan(margin, all.size() - 2 * margin); }
};

// The mean loss and its gradient, sample by sample in double.
template<class Net>
double exact(const check::problem<Net>& q, std::size_t n, std::span<const int> labels, std::vector<double>& dp) {
    const std::vector<double> p(q.p.begin(), q.p.end()), x(q.x.begin(), q.x.end());
    dp.assign(q.count, 0);
    double loss = 0;
    for (std::size_t s = 0; s < n; ++s)
        tg::compute::vjp_scalar<Net>(p.data(), x.data() + s * q.in, dp.data(), static_cast<double*>(nullptr), [&](const double* y, double* dy) {
            double sum = 0;
            for (std::size_t k = 0; k < q.out; ++k) sum += std::exp(y[k]);
            const auto label = static_cast<std::size_t>(labels[s]);
            loss += (std::log(sum) - y[label]) / static_cast<double>(n);
            for (std::size_t k = 0; k < q.out; ++k) dy[k] = (std::exp(y[k]) / sum - (k == label)) / static_cast<double>(n);
        });
    return loss;
}

template<class Net, std::size_t N>
void check_trainer() {
    const check::problem<Net> q(N, 0.25f);
    const auto p = std::make_unique<check::fenced_parameters<Net>>(q.p);
    const auto fit = std::make_unique<check::fenced<tg::trainer<Net, tg::cross_entropy, tg::sgd, N>>>(tg::sgd{.learning_rate = 1});
    const auto adam = std::make_unique<check::fenced<tg::trainer<Net, tg::cross_entropy, tg::adam, N>>>();
    for (std::size_t n : check::batch_sizes<N>()) {
        CAPTURE(n);
        const check::guarded x(std::span(q.x).first(n * q.in));
        const guarded_labels labels(n);
        std::vector<double> dp;
        const double loss = exact(q, n, labels.get(), dp);
        p->set(q.p);
        const std::size_t allocated = check::allocations;
        const float stepped = fit->value.step(p->value, std::span(x.data(), n * q.in), labels.get());
        CHECK(check::allocations == allocated);
        CHECK(stepped == doctest::Approx(loss).epsilon(1e-5));
        CHECK(error(fit->value.gradient().data(), dp.data(), q.count) <= 1e-5);
        for (std::size_t i = 0; i < q.count; ++i) REQUIRE(p->value.data()[i] == q.p[i] - fit->value.gradient().data()[i]);
        CHECK((x.intact() && p->intact() && fit->intact()));

        (void)adam->value.step(p->value, std::span(x.data(), n * q.in), labels.get());
        (void)adam->value.epoch(p->value, std::span(x.data(), n * q.in), labels.get());
        CHECK(check::allocations == allocated);
        CHECK(adam->value.state().ok());
        for (const float v : p->value.flat()) REQUIRE(std::isfinite(v));
        CHECK((x.intact() && p->intact() && adam->intact()));
    }
}

// ---- stream

struct speech : tg::network<tg::input<12, 3>, tg::conv1d<5, 3, tg::causal, tg::dilation<2>>, tg::relu, tg::gru<4>, tg::lstm<3>, tg::time_distributed<tg::dense<2>>> {};
struct attention : tg::network<tg::input<12, 6>, tg::multi_head_attention<2, tg::causal>, tg::residual<tg::layer_norm<>, tg::conv1d<6, 2, tg::causal>>> {};

template<class Net, std::size_t Block>
void check_stream() {
    using stream = tg::stream<Net, Block>;
    const check::problem<Net> q(2, 0.25f);
    const auto p = std::make_unique<check::fenced_parameters<Net>>(q.p);
    const auto s = std::make_unique<check::fenced<stream>>(p->value);
    const auto other = std::make_unique<check::fenced<typename stream::state>>();
    constexpr std::size_t in = stream::input::size, out = stream::output::size;
    for (int round = 0; round < 2; ++round) {
        for (std::size_t b = 0; b < 12 / Block; ++b) {
            // Two pasts in turn: the stream's own, and one outside.
            for (std::size_t which : {std::size_t{0}, std::size_t{1}}) {
                const check::guarded x(std::span(q.x).subspan(which * q.in + b * in, in));
                const std::size_t allocated = check::allocations;
                const auto& y = which ? s->value(other->value, x.data()) : s->value(x.data());
                CHECK(check::allocations == allocated);
                const std::vector<double> expected(q.y.begin() + static_cast<std::ptrdiff_t>(which * q.out + b * out), q.y.begin() + static_cast<std::ptrdiff_t>(which * q.out + (b + 1) * out));
                CHECK(error(y.data(), expected.data(), out) <= 1e-5);
                CHECK((x.intact() && p->intact() && s->intact() && other->intact()));
            }
        }
        const std::size_t allocated = check::allocations;
        s->value.reset();
        other->value.reset();
        CHECK(check::allocations == allocated);
    }
}
}

TEST_CASE("memory: packed weights") {
    check_packed<conv>();
    check_packed<recurrent>();
}

TEST_CASE("memory: steps and epochs of a trainer") {
    check_trainer<conv, 1>();
    check_trainer<conv, check::lanes + 1>();
    check_trainer<recurrent, check::lanes + 1>();
}

TEST_CASE("memory: streams") {
    check_stream<speech, 1>();
    check_stream<speech, 4>();
    check_stream<attention, 1>();
    check_stream<attention, 3>();
}
