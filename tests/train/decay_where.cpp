#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3>, tg::named<"stem", tg::dense<19>>, tg::prelu<19>, tg::dense<2>> {};
constexpr float samples[6] = {1, 2, -1, 0.5f, 0, 1};
constexpr std::uint8_t labels[2] = {0, 1};

// What path says is as a, all else as b.
template<class P, class Says>
void check_mixed(const P& got, const P& a, const P& b, Says says) {
    std::size_t seen = 0;
    tg::visit(got, [&](std::string_view path, auto view) {
        const auto& from = says(path) ? a : b;
        for (std::size_t i = 0; i < view.size(); ++i, ++seen) REQUIRE(view[i] == doctest::Approx(from.data()[view.data() - got.data() + static_cast<std::ptrdiff_t>(i)]).epsilon(1e-6));
    });
    CHECK(seen == net::parameter_count);
}
}

// Each parameter has its own gradient, so a first step shows what decays: all but that gradient is the same.
TEST_CASE("biases and slopes do not decay, weights do") {
    auto p = tg::initialize<net>(1);
    for (auto& v : p.flat()) v += 0.5f;
    auto q = p, r = p;
    tg::trainer<net, tg::cross_entropy, tg::decay_where<tg::adamw>, 2> some{{{.weight_decay = 10}}};
    tg::trainer<net, tg::cross_entropy, tg::adamw, 2> all{{.weight_decay = 10}}, none{{.weight_decay = 0}};
    (void)some.step(p, samples, std::span(labels));
    (void)all.step(q, samples, std::span(labels));
    (void)none.step(r, samples, std::span(labels));
    check_mixed(p, q, r, [](std::string_view path) { return path == "stem.weight" || path == "2.weight"; });
}

TEST_CASE("a factor of one's own, under other optimizers") {
    auto p = tg::initialize<net>(1), q = p, r = p;
    using inner = tg::decay_where<tg::regularized<tg::sgd>>;
    tg::trainer<net, tg::cross_entropy, tg::clip_norm<inner>, 2> some{{{{.optimizer = {.weight_decay = 2}, .l1 = 1, .l2 = 1}, [](std::string_view path, std::size_t) { return path.starts_with("stem") ? 1.0f : 0.0f; }}, 100}};
    tg::trainer<net, tg::cross_entropy, tg::regularized<tg::sgd>, 2> all{{.optimizer = {.weight_decay = 2}, .l1 = 1, .l2 = 1}};
    tg::trainer<net, tg::cross_entropy, tg::sgd, 2> none;
    (void)some.step(p, samples, std::span(labels));
    (void)all.step(q, samples, std::span(labels));
    (void)none.step(r, samples, std::span(labels));
    check_mixed(p, q, r, [](std::string_view path) { return path.starts_with("stem"); });
}

TEST_CASE("groups decay as if each had a weight_decay of its own") {
    const auto p = tg::initialize<net>(1);
    auto stepped = [&](auto optimizer) {
        auto q = p;
        tg::trainer<net, tg::cross_entropy, decltype(optimizer), 2> fit{optimizer};
        (void)fit.step(q, samples, std::span(labels));
        return q;
    };
    auto in_stem = [](std::string_view path) { return path.starts_with("stem"); };
    const auto three_or_half = [](std::string_view path, std::size_t) { return path.starts_with("stem") ? 3.0f : 0.5f; };
    check_mixed(stepped(tg::decay_where<tg::adamw>{{.weight_decay = 4}, three_or_half}), stepped(tg::adamw{.weight_decay = 12}), stepped(tg::adamw{.weight_decay = 2}), in_stem);
    const tg::regularized<tg::sgd> common{{.weight_decay = 1}, 2, 4}, stem{{.weight_decay = 3}, 6, 12}, others{{.weight_decay = 0.5f}, 1, 2};
    check_mixed(stepped(tg::decay_where<tg::regularized<tg::sgd>>{common, three_or_half}), stepped(stem), stepped(others), in_stem);
}

TEST_CASE("while compiling") {
    struct small : tg::network<tg::input<1>, tg::dense<1>> {};
    constexpr auto step = [] {
        tg::parameters<small> p;
        for (auto& v : p.flat()) v = 1;
        tg::trainer<small, tg::mean_squared_error, tg::decay_where<tg::sgd>> fit{{{.learning_rate = 0.5f, .weight_decay = 0.5f}}};
        (void)fit.step(p, tg::tensor<float, tg::shape<1>>{0}, std::span<const float>(samples, 1));
        return p;
    };
    static_assert(step().get<0>().weight[0] == 0.75f && step().get<0>().bias[0] == 1);
}
