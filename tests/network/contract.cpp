#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

// What the library promises to those who use it, where no other test holds it to its word.
namespace {
struct lenet : tg::network<tg::input<28, 28, 1>,
    tg::conv2d<20, 5>, tg::relu, tg::max_pool2d<2>,
    tg::conv2d<50, 5>, tg::relu, tg::max_pool2d<2>,
    tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};

static_assert(lenet::parameter_count == 431'080);
static_assert(lenet::output::size == 10 && std::is_same_v<lenet::input, tg::shape<28, 28, 1>>);
static_assert(tg::inference<lenet>::workspace_bytes < 128 * 1024);

struct net : tg::network<tg::input<3>, tg::named<"hidden", tg::dense<4>>, tg::tanh, tg::dense<3>> {};

// Parameters that are about to die are refused by everything that would refer to them.
template<class Reader>
constexpr bool refers = std::is_constructible_v<Reader, const tg::parameters<net>&> && std::is_constructible_v<Reader, tg::parameters<net>&> && !std::is_constructible_v<Reader, tg::parameters<net>>;
static_assert(refers<tg::inference<net>> && refers<tg::inference<net, 64>> && refers<tg::training<net, 2>>);
static_assert(!std::is_constructible_v<tg::inference<net>, const tg::parameters<net>>);
static_assert(!std::is_constructible_v<tg::inference<net, 1, tg::packed<net, tg::bf16>>, tg::packed<net, tg::bf16>>);

// A trainer is made on purpose.
using trainer = tg::trainer<net, tg::cross_entropy, tg::sgd, 4>;
static_assert(std::is_constructible_v<trainer, tg::sgd> && std::is_constructible_v<trainer, tg::sgd, tg::cross_entropy> && std::is_default_constructible_v<trainer>);
static_assert(!std::is_convertible_v<tg::sgd, trainer>);
template<class T>
void take(const T&);
template<class T>
concept made_of_nothing = requires { take<T>({}); };
static_assert(!made_of_nothing<trainer> && made_of_nothing<tg::sgd>);

constexpr tg::parameters<net> p = tg::initialize<net>(5);
constexpr tg::tensor<float, net::input> x{0.5f, -1, 2};

struct outcome {
    float loss;
    tg::parameters<net> dp;
};
constexpr outcome of_label(int label) {
    outcome o{};
    o.loss = tg::value_and_gradient<tg::cross_entropy>(p, x, label, o.dp);
    return o;
}
constexpr outcome smoothed(int label) {
    outcome o{};
    o.loss = tg::value_and_gradient(tg::cross_entropy{.label_smoothing = 0.1f}, p, x, label, o.dp);
    return o;
}
constexpr outcome constant = of_label(2), constant_smoothed = smoothed(2);
static_assert(constant.loss > 0 && constant_smoothed.loss > 0 && constant.loss != constant_smoothed.loss);

// The loss by the book, in double.
double by_hand(const tg::parameters<net, double>& q, std::size_t label, double smoothing) {
    const auto y = tg::apply(q, tg::tensor<double, net::input>{0.5, -1, 2});
    const double all = std::log(std::exp(y[0]) + std::exp(y[1]) + std::exp(y[2]));
    double loss = (1 - smoothing) * (all - y[label]);
    for (std::size_t k = 0; k < 3; ++k) loss += smoothing / 3 * (all - y[k]);
    return loss;
}
void check_outcome(const outcome& o, std::size_t label, double smoothing) {
    tg::parameters<net, double> q;
    for (std::size_t i = 0; i < net::parameter_count; ++i) q.data()[i] = static_cast<double>(p.data()[i]);
    CHECK(o.loss == doctest::Approx(by_hand(q, label, smoothing)).epsilon(1e-6));
    for (std::size_t i = 0; i < net::parameter_count; ++i) {
        CAPTURE(i);
        const double h = 1e-5, at = q.data()[i];
        q.data()[i] = at + h;
        const double more = by_hand(q, label, smoothing);
        q.data()[i] = at - h;
        const double slope = (more - by_hand(q, label, smoothing)) / (2 * h);
        q.data()[i] = at;
        CHECK(std::abs(static_cast<double>(o.dp.data()[i]) - slope) <= 1e-6);
    }
}
}

TEST_CASE("contract: the loss of one sample and one label, while compiling and at run time") {
    check_outcome(constant, 2, 0);
    check_outcome(constant_smoothed, 2, 0.1f);
    for (int label : {0, 1, 2}) {
        check_outcome(of_label(label), static_cast<std::size_t>(label), 0);
        check_outcome(smoothed(label), static_cast<std::size_t>(label), 0.1f);
    }
    // it adds to dp
    outcome twice = of_label(1);
    (void)tg::value_and_gradient<tg::cross_entropy>(p, x, 1, twice.dp);
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(twice.dp.data()[i] == doctest::Approx(2 * of_label(1).dp.data()[i]).epsilon(1e-5));
}

TEST_CASE("contract: trainers are built where they shall live, and take an optimizer and a loss") {
    const auto fit = std::make_unique<trainer>(tg::sgd{.learning_rate = 0.5f}, tg::cross_entropy{.label_smoothing = 0.1f});
    tg::parameters<net> q = p;
    const outcome o = smoothed(2);
    CHECK(fit->step(q, x, std::array{2}) == doctest::Approx(o.loss).epsilon(1e-6));
    for (std::size_t i = 0; i < net::parameter_count; ++i) CHECK(q.data()[i] == doctest::Approx(p.data()[i] - 0.5f * o.dp.data()[i]).epsilon(1e-5));
}

namespace {
// A number as it is written: float, integer or double.
struct fifth : tg::network<tg::input<2>, tg::leaky_relu<0.2f>> {};
struct whole : tg::network<tg::input<2>, tg::leaky_relu<1>> {};
struct usual : tg::network<tg::input<2>, tg::leaky_relu<>> {};
struct drops : tg::network<tg::input<20000>, tg::dropout<0.1>> {};

template<class Net>
constexpr tg::tensor<float, tg::shape<2>> answer() { return tg::apply(tg::parameters<Net>{}, tg::tensor<float, tg::shape<2>>{-2, 3}); }
static_assert(answer<fifth>() == tg::tensor<float, tg::shape<2>>{-0.4f, 3});
static_assert(answer<whole>() == tg::tensor<float, tg::shape<2>>{-2, 3});
static_assert(answer<usual>() == tg::tensor<float, tg::shape<2>>{-0.02f, 3});
}

TEST_CASE("contract: real arguments are floats, integers or doubles") {
    CHECK(answer<fifth>() == tg::tensor<float, tg::shape<2>>{-0.4f, 3});
    CHECK(answer<whole>() == tg::tensor<float, tg::shape<2>>{-2, 3});

    static const tg::parameters<drops> none{};
    static tg::inference<drops> run{none};
    static tg::training<drops, 1> pass{none};
    const std::vector<float> ones(20000, 1.0f);
    for (const float y : run(ones)) REQUIRE(y == 1);
    int dropped = 0;
    for (const float y : pass.forward(ones)) {
        const bool kept = y != 0;
        if (kept) REQUIRE(y == doctest::Approx(1 / 0.9));
        dropped += !kept;
    }
    CHECK(std::abs(dropped - 2000) < 220);  // five deviations
}

TEST_CASE("contract: a user's own memory is visited as parameters are") {
    const std::vector<float> flash(p.flat().begin(), p.flat().end());
    const tg::parameters_view<net> view(flash.data());
    std::vector<std::string> seen, wanted;
    std::size_t done = 0;
    tg::visit(view, [&](std::string_view path, auto part) {
        static_assert(std::is_same_v<decltype(part.data()), const float*>);
        CHECK(part.data() == flash.data() + done);
        done += part.size();
        seen.emplace_back(path);
    });
    tg::visit(p, [&](std::string_view path, auto) { wanted.emplace_back(path); });
    CHECK(done == net::parameter_count);
    CHECK(seen == wanted);
    CHECK(seen == std::vector<std::string>{"hidden.weight", "hidden.bias", "2.weight", "2.bias"});
    CHECK(view.get<"hidden">().weight(2, 3) == p.get<0>().weight(2, 3));
    CHECK(tg::get<2>(view).bias.data() == flash.data() + net::parameter_count - 3);
}

namespace {
struct planned : tg::network<tg::input<9, 11, 5>, tg::conv2d<21, 3>, tg::relu, tg::flatten, tg::dense<37>> {};
struct chosen : tg::network<tg::input<9, 11, 5>, tg::conv2d<21, 3, tg::schedule{.vector = 'o', .tile = {3, 1}, .along = {'w'}}>, tg::relu, tg::flatten,
                            tg::dense<37, tg::schedule{.vector = 'o', .tile = {2, 2}}>> {};
static_assert(tg::explain<planned>() != tg::explain<chosen>());

template<class Net>
struct pass_of {
    tg::parameters<Net> p = tg::initialize<Net>(3), dp{};
    tg::inference<Net> one{p};
    tg::inference<Net, 19> many{p};
    tg::training<Net, 19> training{p};
};
void check_same(const auto& a, const auto& b) {
    REQUIRE(a.size() == b.size());
    double scale = 0, apart = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        scale = std::fmax(scale, std::fabs(static_cast<double>(b[i])));
        apart = std::fmax(apart, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    CHECK(scale > 0);
    CHECK(apart <= 1e-5 * scale);
}
}

TEST_CASE("contract: a schedule of one's own changes how, not what") {
    const auto a = std::make_unique<pass_of<planned>>();
    const auto b = std::make_unique<pass_of<chosen>>();
    std::vector<float> xs(19 * planned::input::size), dy(19 * 37);
    for (std::size_t i = 0; i < xs.size(); ++i) xs[i] = tg::philox{1, 0}.uniform(i) - 0.5f;
    for (std::size_t i = 0; i < dy.size(); ++i) dy[i] = tg::philox{2, 0}.uniform(i) - 0.5f;
    check_same(b->p.flat(), a->p.flat());
    check_same(b->one(xs), a->one(xs));
    check_same(b->many(xs), a->many(xs));
    check_same(b->training.forward(xs), a->training.forward(xs));
    check_same(b->training.backward(dy, b->dp), a->training.backward(dy, a->dp));
    check_same(b->dp.flat(), a->dp.flat());
}
