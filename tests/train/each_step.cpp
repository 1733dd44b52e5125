#include "loss_case.hpp"

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;
using tg::each_step;

TEST_CASE("the mean over all steps that are not ignored is the mean over as many samples") {
    const auto y = loss_case::numbers(3 * 4 * 5, 1);
    const std::vector<int> labels{0, 3, 1, 2, -1, 1, 4, 4, -1, -1, 2, 0};
    const tg::cross_entropy loss{.ignored = -1};
    const each_step<tg::cross_entropy, 4> steps{loss};
    std::vector<double> dy(y.size()), expected(y.size());
    auto target = [&](std::size_t i) { return tg::compute::target_of<each_step<tg::cross_entropy, 4>>(labels, i, 20); };
    const auto got = tg::compute::batch_loss(steps, y.data(), dy.data(), 3, 20, target);
    const auto flat = tg::compute::batch_loss(loss, y.data(), expected.data(), 12, 5, [&](std::size_t i) { return labels[i]; });
    CHECK(got.loss == doctest::Approx(flat.loss).epsilon(1e-12));
    CHECK(got.weight == 9);
    CHECK(got.hits.right == flat.hits.right);
    CHECK(got.hits.of == 9);
    for (std::size_t k = 0; k < y.size(); ++k) CHECK(dy[k] == doctest::Approx(expected[k]).epsilon(1e-12));
    loss_case::check_slopes(steps, y, 3, 20, target);
    const each_step<tg::cross_entropy, 4> sum{{.ignored = -1, .reduction = tg::reduction::sum}};
    CHECK(tg::compute::batch_loss(sum, y.data(), dy.data(), 3, 20, target).loss == doctest::Approx(flat.loss * 9).epsilon(1e-12));
}

TEST_CASE("rows of numbers at every step") {
    const auto y = loss_case::numbers(3 * 4 * 5, 1), t = loss_case::numbers(3 * 4 * 5, 2);
    using loss = each_step<tg::mean_squared_error, 4>;
    double expected = 0;
    for (std::size_t k = 0; k < y.size(); ++k) expected += (y[k] - t[k]) * (y[k] - t[k]) / 60;
    std::vector<double> dy(y.size());
    auto target = [&](std::size_t i) { return tg::compute::target_of<loss>(t, i, 20); };
    CHECK(tg::compute::batch_loss(loss{}, y.data(), dy.data(), 3, 20, target).loss == doctest::Approx(expected).epsilon(1e-12));
    loss_case::check_slopes(loss{}, y, 3, 20, target);
}

TEST_CASE("a label that names no class") {
    const auto y = loss_case::numbers(20, 1);
    const int labels[4] = {0, 5, 1, 2};
    std::vector<double> dy(20, 9);
    CHECK(std::isnan(tg::compute::batch_loss(each_step<tg::cross_entropy, 4>{}, y.data(), dy.data(), 1, 20, [&](std::size_t) { return labels; }).loss));
    for (std::size_t k = 5; k < 10; ++k) CHECK(dy[k] == 0);
}

namespace {
// At every step, which of the two inputs is larger; a padded step has the label 9.
struct net : tg::network<tg::input<3, 2>, tg::flatten, tg::dense<6>, tg::reshape<3, 2>> {};
constexpr float samples[24] = {1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0};
constexpr std::uint8_t labels[12] = {0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 9};
using loss = each_step<tg::cross_entropy, 3>;

constexpr tg::parameters<net> train(tg::parameters<net> p) {
    tg::trainer<net, loss, tg::sgd, 4> fit{tg::sgd{.learning_rate = 1}, loss{{.ignored = 9}}};
    for (int i = 0; i < 25; ++i) (void)fit.step(p, samples, labels);
    return p;
}
constexpr auto start = tg::initialize<net>(3), trained = train(start);
}

TEST_CASE("a network learns every step, the same while compiling and at run time; accuracy is of steps") {
    const auto now = train(start);
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(now.data()[i] == doctest::Approx(trained.data()[i]).epsilon(1e-4));
    const auto [mean_loss, accuracy] = tg::evaluate(now, samples, labels, loss{{.ignored = 9}});
    CHECK(accuracy == 1);
    CHECK(mean_loss < 0.3f);
    auto p = start;
    tg::trainer<net, loss, tg::sgd, 3> fit{tg::sgd{}, loss{{.ignored = 9}}};
    double reported = 0;
    const float whole = fit.epoch(p, samples, labels, [&](const tg::training_report& r) {
        CHECK(r.samples == 4);
        reported = r.mean_loss;
    });
    CHECK(whole == doctest::Approx(reported));
}
