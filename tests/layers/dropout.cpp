#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/dropout.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/network/apply.hpp>

namespace tg = typegrad;

namespace {
constexpr std::size_t some = check::lanes + 3;
struct elements : tg::network<tg::input<3, 2, 5>, tg::dropout<0.3>> {};
struct channels : tg::network<tg::input<3, 2, 5>, tg::spatial_dropout<0.5>> {};
struct samples : tg::network<tg::input<3, 2, 5>, tg::drop_path<0.25>> {};
struct mixed : tg::network<tg::input<4, 3, 2>, tg::conv2d<5, 2>, tg::dropout<0.4>, tg::relu, tg::flatten, tg::dense<7>, tg::dropout<>, tg::dense<3>> {};

// y, dx and dp of n samples in training, in a pass of this capacity.
template<class Net, std::size_t N>
std::vector<float> trained(const tg::mode::training& mode, std::size_t n) {
    const auto p = std::make_unique<tg::parameters<Net>>(), dp = std::make_unique<tg::parameters<Net>>();
    const auto weights = check::random_numbers(Net::parameter_count, 3), x = check::random_numbers(n * Net::input::size, 1), dy = check::random_numbers(n * Net::output::size, 2);
    std::copy(weights.begin(), weights.end(), p->data());
    const auto pass = std::make_unique<tg::training<Net, N>>(*p);
    pass->mode = mode;
    const auto& y = pass->forward(x, n);
    std::vector<float> all(y.data(), y.data() + n * Net::output::size);
    const auto& dx = pass->backward(dy, *dp);
    all.insert(all.end(), dx.data(), dx.data() + n * Net::input::size);
    all.insert(all.end(), dp->data(), dp->data() + Net::parameter_count);
    return all;
}
// The same sample by sample in double.
template<class Net>
std::vector<double> trained_one_by_one(const tg::mode::training& mode, std::size_t n) {
    const check::problem<Net> q(n);
    std::vector<double> p(q.count), all(n * (q.out + q.in) + q.count);
    const auto weights = check::random_numbers(q.count, 3);
    std::copy(weights.begin(), weights.end(), p.begin());
    for (std::size_t s = 0; s < n; ++s) {
        const std::vector<double> x(q.x.begin() + static_cast<std::ptrdiff_t>(s * q.in), q.x.begin() + static_cast<std::ptrdiff_t>((s + 1) * q.in));
        tg::compute::vjp_scalar<Net>(p.data(), x.data(), all.data() + n * (q.out + q.in), all.data() + n * q.out + s * q.in, [&](const double* y, double* dy) {
            for (std::size_t i = 0; i < q.out; ++i) {
                all[s * q.out + i] = y[i];
                dy[i] = static_cast<double>(q.dy[s * q.out + i]);
            }
        }, mode, s);
    }
    return all;
}
template<class Net>
void check_masks() {
    const tg::mode::training mode{5, 7};
    const auto expected = trained_one_by_one<Net>(mode, some);
    for (const auto& got : {trained<Net, some>(mode, some), trained<Net, 3 * some>(mode, some), trained<Net, 300>(mode, some)})
        CHECK(check::error(got.data(), expected.data(), expected.size()) <= 1e-5);
    CHECK(trained<Net, some>({5, 8}, some) != trained<Net, some>(mode, some));
    CHECK(trained<Net, some>({6, 7}, some) != trained<Net, some>(mode, some));
}
}

TEST_CASE("dropout: the same numbers fall whatever the tile, the capacity and the backend") {
    check_masks<elements>();
    check_masks<channels>();
    check_masks<samples>();
    check_masks<mixed>();
}

TEST_CASE("dropout: what falls, falls as often as it should, and the rest makes up for it") {
    const auto y = trained<elements, 100>({1, 1}, 100);
    const auto x = check::random_numbers(100 * 30, 1);
    std::size_t fallen = 0;
    for (std::size_t i = 0; i < 3000; ++i) {
        fallen += y[i] == 0;
        CHECK((y[i] == 0 || y[i] == doctest::Approx(x[i] / 0.7f).epsilon(1e-6)));
    }
    CHECK(fallen > 900 - 4 * 25);  // four standard deviations of a binomial distribution
    CHECK(fallen < 900 + 4 * 25);
    const auto c = trained<channels, 3>({1, 1}, 3);
    for (std::size_t i = 5; i < 30; ++i) CHECK((c[i] == 0) == (c[i % 5] == 0));
    const auto s = trained<samples, 20>({1, 1}, 20);
    for (std::size_t i = 0; i < 600; ++i) CHECK((s[i] == 0) == (s[i / 30 * 30] == 0));
}

TEST_CASE("dropout: nothing at all without training") {
    tg::parameters<elements> p;
    tg::tensor<float, elements::input> x{1, 2, 3};
    CHECK(tg::apply(p, x) == x);
    CHECK(tg::inference<elements>(p)(x) == x);
}

TEST_CASE("dropout: constant evaluation drops the same") {
    using net = check::alone<tg::dropout<0.5>, tg::shape<9>>;
    constexpr check::evaluation<net> constant(1.0f);
    volatile float one = 1;
    const check::evaluation<net> now(one);
    // What is dropped is 0 in both; what is not may have been given with another rounding.
    for (std::size_t i = 0; i < 9; ++i) {
        CHECK((constant.y[i] == 0) == (now.y[i] == 0));
        CHECK((constant.dx[i] == 0) == (now.dx[i] == 0));
        CHECK(constant.y[i] == doctest::Approx(now.y[i]).epsilon(1e-6));
        CHECK(constant.dx[i] == doctest::Approx(now.dx[i]).epsilon(1e-6));
    }
}
