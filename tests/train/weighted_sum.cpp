#include "loss_case.hpp"

#include <span>
#include <tuple>
#include <type_traits>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
using loss = tg::weighted_sum<tg::head<tg::cross_entropy, 4>, tg::head<tg::huber, 3>, tg::head<tg::each_step<tg::cross_entropy, 2>, 6>>;
constexpr std::size_t n = 13, count = 5;

template<class T>
std::vector<T> part(const std::vector<T>& y, std::size_t from, std::size_t size) {
    std::vector<T> rows;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < size; ++k) rows.push_back(y[i * n + from + k]);
    return rows;
}
}

TEST_CASE("the sum of what each head's loss is by itself, and its differences") {
    const auto y = loss_case::numbers(count * n, 1), boxes = loss_case::numbers(count * 3, 2);
    const std::vector<int> classes{0, 3, -1, 2, -1}, words{2, 0, 1, 1, 2, 2, 0, 1, 2, 0};
    const tg::cross_entropy first{.ignored = -1};
    const tg::huber second{.delta = 0.5f};
    const loss all{{first, 2}, {second, 0.5f}, {}};
    const tg::target_list targets(classes, boxes, words);
    CHECK(tg::compute::target_count<loss>(targets, n) == count);
    CHECK(tg::compute::target_count<loss>(tg::target_list(classes, std::span(boxes).first(11), words), n) == 3);
    CHECK(tg::compute::target_count<loss>(tg::target_list(std::span(classes).first(2), boxes, words), n) == 2);
    auto target = [&](std::size_t i) { return tg::compute::target_of<loss>(targets, i, n); };
    std::vector<double> dy(y.size()), slopes(y.size());
    const auto got = tg::compute::batch_loss(all, y.data(), dy.data(), count, n, target);
    const auto a = tg::compute::batch_loss(first, part(y, 0, 4).data(), slopes.data(), count, 4, [&](std::size_t i) { return classes[i]; });
    const auto b = tg::compute::batch_loss(second, part(y, 4, 3).data(), slopes.data(), count, 3, [&](std::size_t i) { return boxes.data() + 3 * i; });
    const auto c = tg::compute::batch_loss(tg::cross_entropy{}, part(y, 7, 6).data(), slopes.data(), 2 * count, 3, [&](std::size_t i) { return words[i]; });
    CHECK(got.loss == doctest::Approx(2 * a.loss + 0.5 * b.loss + c.loss).epsilon(1e-12));
    CHECK(got.hits.of == 3 + 10);
    CHECK(got.hits.right == a.hits.right + c.hits.right);
    loss_case::check_slopes(all, y, count, n, target);
}

namespace {
struct net : tg::network<tg::input<2>, tg::dense<3>> {};
using two = tg::weighted_sum<tg::head<tg::cross_entropy, 2>, tg::head<tg::mean_squared_error, 1>>;
constexpr float samples[8] = {1, 0, 0, 1, 1, 1, 2, 0}, sums[4] = {1, 1, 2, 2};
constexpr std::uint8_t larger[4] = {0, 1, 0, 0};

constexpr tg::parameters<net> train(tg::parameters<net> p) {
    tg::trainer<net, two, tg::sgd, 4> fit{tg::sgd{.learning_rate = 0.2f}, two{{}, {.weight = 0.5f}}};
    for (int i = 0; i < 50; ++i) (void)fit.step(p, samples, tg::target_list(larger, sums));
    return p;
}
constexpr auto start = tg::initialize<net>(3), trained = train(start);
}

TEST_CASE("several batches: heads that sum are summed, others averaged, as their losses are by themselves") {
    struct line : tg::network<tg::input<1>, tg::dense<1>> {};
    constexpr float x[4] = {1, 2, 3, 4}, one[4] = {1, 1, 1, 1};
    for (const tg::mean_squared_error plain : {tg::mean_squared_error{}, tg::mean_squared_error{.reduction = tg::reduction::sum}}) {
        const tg::weighted_sum<tg::head<tg::mean_squared_error, 1>> same{{plain}};
        const auto learned = [&](const auto& by, const auto& targets) {
            tg::parameters<line> p{};
            tg::trainer<line, std::remove_cvref_t<decltype(by)>, tg::accumulate<tg::sgd, 2>, 2> fit{{{.learning_rate = 0.1f}}, by};
            const float mean_loss = fit.epoch(p, x, targets);
            return std::tuple(mean_loss, p.get<0>().weight[0], p.get<0>().bias[0], tg::evaluate(p, std::span<const float>(x), targets, by).mean_loss);
        };
        const auto alone = learned(plain, std::span<const float>(one)), head = learned(same, tg::target_list(one));
        CHECK(std::get<0>(head) == doctest::Approx(std::get<0>(alone)));
        CHECK(std::get<1>(head) == doctest::Approx(std::get<1>(alone)));
        CHECK(std::get<2>(head) == doctest::Approx(std::get<2>(alone)));
        CHECK(std::get<3>(head) == doctest::Approx(std::get<3>(alone)));
    }
}

TEST_CASE("a network learns two things, the same while compiling and at run time") {
    const auto now = train(start);
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(now.data()[i] == doctest::Approx(trained.data()[i]).epsilon(1e-4));
    const auto [mean_loss, accuracy] = tg::evaluate<two>(now, std::span<const float>(samples), tg::target_list(larger, sums));
    CHECK(accuracy == 1);
    CHECK(mean_loss < 0.4f);
}
