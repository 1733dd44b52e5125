#include "layers/check_random.hpp"

#include <cstring>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

#if defined(_OPENMP)

static_assert(TYPEGRAD_THREADS == 4);

namespace {
struct net : tg::network<tg::input<9, 8, 2>, tg::conv2d<6, 3, tg::same>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<20>, tg::silu, tg::dense<5>> {};
constexpr std::size_t n = 70;

struct outcome {
    std::vector<float> y, dx, dp, trained;
    bool operator==(const outcome& o) const {
        auto same = [](const std::vector<float>& a, const std::vector<float>& b) { return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0; };
        return same(y, o.y) && same(dx, o.dx) && same(dp, o.dp) && same(trained, o.trained);
    }
};

template<class Net>
outcome with_threads(int threads, const std::vector<float>& x, const std::vector<float>& dy, const std::vector<int>& labels) {
    omp_set_num_threads(threads);
    static tg::parameters<Net> p, dp, q;
    p = q = tg::initialize<Net>(1);
    dp = {};
    static tg::inference<Net, n> run(p);
    static tg::training<Net, n> pass(p);
    pass.mode = {5, 7};
    const auto& y = run(x);
    std::vector<float> ys(y.begin(), y.end());
    const auto& kept = pass.forward(x);
    ys.insert(ys.end(), kept.begin(), kept.end());
    const auto& dx = pass.backward(dy, dp);
    tg::trainer<Net, tg::cross_entropy, tg::adam, n> fit;
    for (int i = 0; i < 5; ++i) (void)fit.step(q, x, labels);
    return {ys, {dx.begin(), dx.end()}, {dp.flat().begin(), dp.flat().end()}, {q.flat().begin(), q.flat().end()}};
}
std::vector<int> five_labels() {
    std::vector<int> labels(n);
    for (std::size_t i = 0; i < n; ++i) labels[i] = static_cast<int>(i % 5);
    return labels;
}

// Threads share out the chunks of a batch: 70 samples are several, and the last is not full.
template<class Layer, class OfVector = Layer>
struct random_net : tg::network<tg::input<9, 8, 2>, tg::conv2d<6, 3>, Layer, tg::relu, tg::flatten, tg::dense<20>, OfVector, tg::dense<5>> {};
template<class Layer>
using sampled = tg::sequential<tg::fork<Layer, tg::sequential<Layer, tg::tanh>>, tg::reparameterize>;
template<class Net>
void check_threads() {
    const auto x = check::random_numbers(n * Net::input::size, 1), dy = check::random_numbers(n * 5, 2);
    const auto labels = five_labels();
    const outcome one = with_threads<Net>(1, x, dy, labels);
    CHECK(one == with_threads<Net>(2, x, dy, labels));
    CHECK(one == with_threads<Net>(3, x, dy, labels));
    CHECK(one == with_threads<Net>(4, x, dy, labels));
    const auto expected = check::trained_one_by_one<Net>({5, 7}, n);
    for (int threads : {1, 4}) {
        omp_set_num_threads(threads);
        const auto got = check::trained<Net, n>({5, 7}, n);
        CHECK(check::error(got.data(), expected.data(), expected.size()) <= 1e-5);
    }
}
}

TEST_CASE("random numbers do not depend on the number of threads") {
    check_threads<random_net<tg::dropout<0.4>>>();
    check_threads<random_net<tg::spatial_dropout<0.3>>>();
    check_threads<random_net<tg::residual<tg::tanh, tg::drop_path<0.5>>>>();
    check_threads<random_net<tg::gaussian_noise<0.6>>>();
    check_threads<random_net<sampled<tg::conv2d<4, 2>>, sampled<tg::dense<6>>>>();
}

TEST_CASE("one, two and three threads give the same bits") {
    std::vector<float> x(n * net::input::size), dy(n * 5);
    const auto labels = five_labels();
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = tg::philox{1, 0}.uniform(i) - 0.5f;
    for (std::size_t i = 0; i < dy.size(); ++i) dy[i] = tg::philox{2, 0}.uniform(i) - 0.5f;
    const outcome one = with_threads<net>(1, x, dy, labels);
    CHECK(one == with_threads<net>(2, x, dy, labels));
    CHECK(one == with_threads<net>(3, x, dy, labels));
    CHECK(one == with_threads<net>(1, x, dy, labels));

    // and they are the right ones
    const auto p = tg::initialize<net>(1);
    tg::parameters<net, double> pd, dpd;
    for (std::size_t i = 0; i < pd.flat().size(); ++i) pd.data()[i] = static_cast<double>(p.data()[i]);
    for (std::size_t s = 0; s < n; ++s) {
        tg::tensor<double, net::input> xs, dxs;
        for (std::size_t i = 0; i < xs.size(); ++i) xs[i] = static_cast<double>(x[s * xs.size() + i]);
        tg::compute::vjp_scalar<net>(pd.data(), xs.data(), dpd.data(), dxs.data(), [&](const double* y, double* d) {
            for (std::size_t k = 0; k < 5; ++k) {
                d[k] = static_cast<double>(dy[s * 5 + k]);
                CHECK(one.y[s * 5 + k] == doctest::Approx(y[k]).epsilon(1e-5));
            }
        });
        for (std::size_t i = 0; i < dxs.size(); ++i) REQUIRE(one.dx[s * dxs.size() + i] == doctest::Approx(dxs[i]).epsilon(1e-4));
    }
    for (std::size_t i = 0; i < one.dp.size(); ++i) CHECK(one.dp[i] == doctest::Approx(dpd.data()[i]).epsilon(1e-4));
}

#else

TEST_CASE("threads" * doctest::skip()) { MESSAGE("skipped: built without OpenMP"); }

#endif
