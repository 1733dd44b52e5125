#include "composed.hpp"
#include "reference/torch_case.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct words : tg::network<tg::tokens<6, 3>, tg::named<"table", tg::embedding<6, 5>>, tg::time_distributed<tg::dense<5>>, tg::tanh, tg::tied<"table", tg::unembedding<6>>> {};
struct alone : tg::network<tg::tokens<6, 3>, tg::embedding<6, 3>> {};
struct weights_of_width : tg::network<tg::input<2, check::lanes + 1>, tg::unembedding<7>> {};
constexpr std::int32_t text[] = {5, 0, 2, 2, 2, 5, 1, 3, 4};

// Central differences of the scalar path in double.
void check_words() {
    const check::problem<weights_of_width> unused(1);
    std::vector<double> p = composed::numbers(words::parameter_count), dp(p.size());
    const auto dys = check::random_numbers(18, 2);
    auto run = [&](std::vector<double>& to) {
        double loss = 0;
        tg::compute::vjp_scalar<words>(p.data(), text, to.data(), static_cast<double*>(nullptr), [&](const double* y, double* dy) {
            for (std::size_t i = 0; i < 18; ++i) {
                loss += y[i] * static_cast<double>(dys[i]);
                dy[i] = static_cast<double>(dys[i]);
            }
        });
        return loss;
    };
    (void)run(dp);
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double old = p[i], h = 0x1p-17;
        std::vector<double> nowhere(p.size());
        p[i] = old + h;
        const double up = run(nowhere);
        p[i] = old - h;
        const double down = run(nowhere);
        p[i] = old;
        CHECK(dp[i] == doctest::Approx((up - down) / (2 * h)).epsilon(1e-6));
    }
}

// Up to N samples through the fused loops against the scalar path. Beside the tokens are some that are none: who reads those gets NaN.
template<std::size_t N>
void check_batches() {
    constexpr std::size_t in = words::input::size, out = words::output::size, margin = 64;
    std::vector<std::int32_t> beside(N * in + 2 * margin, -1);
    for (std::size_t i = 0; i < N * in; ++i) beside[margin + i] = text[i % 7];
    const std::int32_t* const x = &beside[margin];
    auto weights = check::random_numbers(words::parameter_count, 3);
    for (float& w : weights) w *= 0.25f;
    const std::vector<double> exact(weights.begin(), weights.end());
    const auto dy = check::random_numbers(N * out, 2), start = check::random_numbers(weights.size(), 4);
    const auto p = std::make_unique<check::fenced_parameters<words>>(weights), dp = std::make_unique<check::fenced_parameters<words>>(start);
    const auto run = std::make_unique<check::fenced<tg::inference<words, N>>>(p->value);
    const auto pass = std::make_unique<check::fenced<tg::training<words, N>>>(p->value);
    for (const std::size_t n : check::batch_sizes<N>()) {
        CAPTURE(n);
        std::vector<double> y(n * out), fresh(weights.size()), added(start.begin(), start.end());
        for (std::size_t s = 0; s < n; ++s)
            tg::compute::vjp_scalar<words>(exact.data(), x + s * in, fresh.data(), static_cast<double*>(nullptr), [&](const double* result, double* d) {
                std::copy(result, result + out, y.data() + s * out);
                std::copy(&dy[s * out], &dy[s * out] + out, d);
            });
        for (std::size_t i = 0; i < added.size(); ++i) added[i] += fresh[i];
        dp->set(start);
        const std::size_t allocated = check::allocations;
        const auto& inferred = run->value(x, n);
        const auto& kept = pass->value.forward(x, n);
        (void)pass->value.backward(std::span(dy).first(n * out), dp->value);
        CHECK(check::allocations == allocated);
        CHECK(check::error(inferred.data(), y.data(), y.size()) <= 1e-5);
        CHECK(check::error(kept.data(), y.data(), y.size()) <= 1e-5);
        CHECK(check::error(dp->value.data(), added.data(), added.size()) <= 1e-5);
        pass->value.template backward_rows<false, true>(dy.data(), dp->value.data(), n);  // a trainer's: whatever dp was
        CHECK(check::error(dp->value.data(), fresh.data(), fresh.size()) <= 1e-5);
        CHECK((p->intact() && dp->intact() && run->intact() && pass->intact()));
    }
}
}

TEST_CASE("embedding and its table tied to the output: gradients of both uses") {
    static_assert(words::parameter_count == 30 + 30);
    static_assert(std::is_same_v<words::element, std::int32_t>);
    check_words();
}

TEST_CASE("embedding and its table tied to the output: single samples, batches, no allocation") {
    check_batches<1>();
    check_batches<5>();
    check_batches<check::lanes + 1>();
}

TEST_CASE("tokens in a trainer: the next one, learned by heart") {
    const auto p = std::make_unique<tg::parameters<words>>(tg::initialize<words>(1));
    const auto fit = std::make_unique<tg::trainer<words, tg::each_step<tg::cross_entropy, 3>, tg::adam, 2>>(tg::adam{.learning_rate = 0.05f});
    const std::int32_t next[] = {0, 2, 5, 1, 3, 2, 2, 5, 0};
    float loss = 0;
    for (int i = 0; i < 200; ++i) loss = fit->epoch(*p, text, std::span(next));
    CHECK(fit->state().ok());
    CHECK(loss < 0.6f);  // the second sample asks for three answers to one token: log(3) there, nothing elsewhere
}

TEST_CASE("a token that is not in the vocabulary gives NaN, and a trainer refuses it") {
    const auto p = std::make_unique<tg::parameters<words>>(tg::initialize<words>(1));
    for (std::int32_t wrong : {-1, 6, 1 << 30}) {
        const std::int32_t x[] = {1, wrong, 2};
        const auto one = std::make_unique<tg::inference<words>>(*p);
        const auto& y = (*one)(x);
        CHECK(!std::isnan(y[0]));
        CHECK(std::isnan(y[6]));
        const auto fit = std::make_unique<tg::trainer<words, tg::each_step<tg::cross_entropy, 3>, tg::adam, 1>>();
        const auto before = *p;
        (void)fit->step(*p, x, std::span(text, 3));
        CHECK(!fit->state().ok());
        CHECK(std::equal(p->flat().begin(), p->flat().end(), before.flat().begin()));
    }
}

TEST_CASE("unembedding by itself") { composed::check_network<weights_of_width>(); }

TEST_CASE("embedding: PyTorch's case") {
    for (const auto& c : nnref::read(std::string(TYPEGRAD_REFERENCE) + "/torch/attention.txt")) {
        if (c.op != "Embedding") continue;
        const auto &ids = c.find("in", "i")->values, &w = c.find("param", "w")->values, &y = c.find("out", "y")->values, &dy = c.find("gout", "y")->values, &dw = c.find("grad", "w")->values;
        tg::parameters<alone> p, dp;
        std::copy(w.begin(), w.end(), p.data());
        const std::vector<std::int32_t> x(ids.begin(), ids.end());
        const std::vector<float> slopes(dy.begin(), dy.end());
        tg::training<alone, 2> pass(p);
        const auto& got = pass.forward(x);
        for (std::size_t i = 0; i < y.size(); ++i) CHECK(got[i] == doctest::Approx(y[i]));
        (void)pass.backward(slopes, dp);
        for (std::size_t i = 0; i < dw.size(); ++i) CHECK(dp.data()[i] == doctest::Approx(dw[i]));
    }
}

namespace {
// The loss of the second of two steps.
constexpr float second_loss() {
    struct names : tg::network<tg::tokens<5, 3>, tg::named<"table", tg::embedding<5, 2>>, tg::tied<"table", tg::unembedding<5>>> {};
    constexpr std::int32_t x[] = {0, 1, 2, 3, 4, 0};
    constexpr int next[] = {1, 2, 3, 4, 0, 1};
    auto p = tg::initialize<names>(1);
    tg::trainer<names, tg::each_step<tg::cross_entropy, 3>, tg::sgd, 2> fit{{.learning_rate = 0.1f}};
    (void)fit.step(p, x, next);
    return fit.step(p, x, next);
}
}
TEST_CASE("embedding: inside a constant expression") {
    constexpr float constant = second_loss();
    CHECK(second_loss() == doctest::Approx(constant).epsilon(1e-5));
}
