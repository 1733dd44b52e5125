#include "layers/check_random.hpp"

#include <cmath>
#include <cstring>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

#if defined(_OPENMP)

static_assert(TYPEGRAD_THREADS == 4);

namespace {
struct net : tg::network<tg::input<9, 8, 2>, tg::conv2d<6, 3, tg::same>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<20>, tg::silu, tg::dense<5>> {};
// Random numbers and time: what samples draw and remember, whoever computes them.
struct drawn : tg::network<tg::input<6, 5>, tg::conv1d<8, 3, tg::causal>, tg::relu, tg::dropout<0.25>, tg::lstm<7, tg::last>, tg::dropout<0.5>, tg::dense<5>> {};
// And samples that mix: no threads share their training, but inference.
struct mixed : tg::network<tg::input<6, 5>, tg::conv1d<8, 3, tg::causal>, tg::batch_norm<>, tg::relu, tg::dropout<0.25>, tg::lstm<7, tg::last>, tg::batch_norm<>, tg::dropout<0.5>, tg::dense<5>> {};
constexpr std::size_t n = 70;
static_assert(tg::compute::chunk_of<net, n, tg::mode::training>::chunks > 3 && tg::compute::chunk_of<drawn, n, tg::mode::training>::chunks > 3);
static_assert(tg::compute::chunk_of<mixed, n, tg::mode::inference>::chunks > 3);

std::vector<float> random_numbers(std::size_t size, std::uint64_t seed) {
    std::vector<float> v(size);
    for (std::size_t i = 0; i < size; ++i) v[i] = tg::philox{seed, 0}.uniform(i) - 0.5f;
    return v;
}
template<class Net>
struct batch {
    std::vector<float> x = random_numbers(n * Net::input::size, 1), dy = random_numbers(n * 5, 2);
    std::vector<int> labels;
    batch() {
        for (std::size_t i = 0; i < n; ++i) labels.push_back(static_cast<int>(i % 5));
    }
};

struct outcome {
    std::vector<float> y, forward, dx, dp, statistics, trained;
    bool operator==(const outcome& o) const {
        auto same = [](const std::vector<float>& a, const std::vector<float>& b) { return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0); };
        return same(y, o.y) && same(forward, o.forward) && same(dx, o.dx) && same(dp, o.dp) && same(statistics, o.statistics) && same(trained, o.trained);
    }
};
std::vector<float> copy(const auto& numbers) { return {numbers.begin(), numbers.end()}; }

template<class Net>
outcome with_threads(int threads, const batch<Net>& b) {
    omp_set_num_threads(threads);
    static tg::parameters<Net> p, dp, q;
    p = q = tg::initialize<Net>(1);
    dp = {};
    static tg::inference<Net, n> run(p);
    static tg::training<Net, n> pass(p);
    pass.mode = {5, 7};
    outcome o;
    o.y = copy(run(b.x));
    o.forward = copy(pass.forward(b.x));
    o.dx = copy(pass.backward(b.dy, dp));
    o.dp = copy(dp.flat());
    o.statistics = copy(dp.statistics());
    tg::trainer<Net, tg::cross_entropy, tg::adam, n> fit;
    for (int i = 0; i < 5; ++i) (void)fit.step(q, b.x, b.labels);
    o.trained = copy(q.flat());
    for (const float v : q.statistics()) o.statistics.push_back(v);
    return o;
}
template<class Net>
outcome check_threads(const batch<Net>& b) {
    const outcome one = with_threads(1, b);
    CHECK(one == with_threads(2, b));
    CHECK(one == with_threads(3, b));
    CHECK(one == with_threads(1, b));
    return one;
}
// Threads share out the chunks of a batch: 70 samples are several, and the last is not full.
template<class Layer, class OfVector = Layer>
struct random_net : tg::network<tg::input<9, 8, 2>, tg::conv2d<6, 3>, Layer, tg::relu, tg::flatten, tg::dense<20>, OfVector, tg::dense<5>> {};
template<class Layer>
using sampled = tg::sequential<tg::fork<Layer, tg::sequential<Layer, tg::tanh>>, tg::reparameterize>;
template<class Net>
void check_random() {
    (void)check_threads(batch<Net>());
    const auto expected = check::trained_one_by_one<Net>({5, 7}, n);
    for (const int threads : {1, 4}) {
        omp_set_num_threads(threads);
        const auto got = check::trained<Net, n>({5, 7}, n);
        CHECK(check::error(got.data(), expected.data(), expected.size()) <= 1e-5);
    }
}
}

TEST_CASE("random numbers do not depend on the number of threads") {
    check_random<random_net<tg::dropout<0.4>>>();
    check_random<random_net<tg::spatial_dropout<0.3>>>();
    check_random<random_net<tg::residual<tg::tanh, tg::drop_path<0.5>>>>();
    check_random<random_net<tg::gaussian_noise<0.6>>>();
    check_random<random_net<tg::time_distributed<tg::gaussian_noise<0.3>, tg::dropout<0.4>>, tg::gaussian_noise<0.3>>>();
    check_random<random_net<sampled<tg::conv2d<4, 2>>, sampled<tg::dense<6>>>>();
}

TEST_CASE("one, two and three threads give the same bits") {
    const batch<net> b;
    const outcome one = check_threads(b);

    // and they are the right ones
    const auto p = tg::initialize<net>(1);
    tg::parameters<net, double> pd, dpd;
    for (std::size_t i = 0; i < pd.flat().size(); ++i) pd.data()[i] = static_cast<double>(p.data()[i]);
    for (std::size_t s = 0; s < n; ++s) {
        tg::tensor<double, net::input> xs, dxs;
        for (std::size_t i = 0; i < xs.size(); ++i) xs[i] = static_cast<double>(b.x[s * xs.size() + i]);
        tg::compute::vjp_scalar<net>(pd.data(), xs.data(), dpd.data(), dxs.data(), [&](const double* y, double* d) {
            for (std::size_t k = 0; k < 5; ++k) {
                d[k] = static_cast<double>(b.dy[s * 5 + k]);
                CHECK(one.y[s * 5 + k] == doctest::Approx(y[k]).epsilon(1e-5));
            }
        });
        for (std::size_t i = 0; i < dxs.size(); ++i) REQUIRE(one.dx[s * dxs.size() + i] == doctest::Approx(dxs[i]).epsilon(1e-4));
    }
    for (std::size_t i = 0; i < one.dp.size(); ++i) CHECK(one.dp[i] == doctest::Approx(dpd.data()[i]).epsilon(1e-4));
}

namespace {
// Every number has been computed, and both modes did something.
template<class Net>
void check_work(const outcome& o) {
    for (const auto* numbers : {&o.y, &o.forward, &o.dx, &o.dp, &o.statistics, &o.trained})
        for (const float v : *numbers) REQUIRE(std::isfinite(v));
    CHECK(o.y != o.forward);
    CHECK(o.trained != copy(tg::initialize<Net>(1).flat()));
    std::size_t moved = 0;
    for (const float v : o.dp) moved += v != 0;
    CHECK(moved > o.dp.size() / 2);
}
}

TEST_CASE("the same where numbers are drawn and time passes") { check_work<drawn>(check_threads(batch<drawn>())); }

TEST_CASE("the same where samples mix") {
    const outcome one = check_threads(batch<mixed>());
    check_work<mixed>(one);
    CHECK(one.statistics.size() == 2 * (2 * 8 + 2 * 7));  // of the pass and of the trained network
}

#else

TEST_CASE("threads" * doctest::skip()) { MESSAGE("skipped: built without OpenMP"); }

#endif
