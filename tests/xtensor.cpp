#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include <typegrad/typegrad.hpp>
#include <typegrad/xtensor.hpp>
#include <xtensor/xarray.hpp>
#include <xtensor/xfixed.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xrandom.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xstrided_view.hpp>
#include <xtensor/xtensor.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3, 4, 2>, tg::flatten, tg::named<"hidden", tg::dense<5>>, tg::tanh, tg::dense<3>> {};
using matrix = tg::shape<2, 3>;

// y[n,o] = sum_i x[n,i] w[i,o] + b[o]
template<class X, class W, class B>
xt::xtensor<float, 2> dense(const X& x, const W& w, const B& b) {
    return xt::sum(xt::view(x, xt::all(), xt::all(), xt::newaxis()) * w, {1}) + b;
}
xt::xtensor<float, 2> reference(const tg::parameters<net>& p, const xt::xtensor<float, 4>& xs) {
    const xt::xtensor<float, 2> rows = xt::reshape_view(xs, {xs.shape(0), net::input::size});
    const auto hidden = p.get<"hidden">();
    const auto last = p.get<3>();
    const xt::xtensor<float, 2> h = xt::tanh(dense(rows, tg::as_xtensor(hidden.weight), tg::as_xtensor(hidden.bias)));
    return dense(h, tg::as_xtensor(last.weight), tg::as_xtensor(last.bias));
}
xt::xtensor<float, 4> samples(std::size_t n) {
    xt::random::seed(1);
    return xt::random::randn<float>({n, std::size_t{3}, std::size_t{4}, std::size_t{2}});
}
template<class Checked>
void refuse(const Checked& x, const std::string& message) {
    CHECK(!x);
    CHECK(x.state().code == tg::error::mismatch);
    CHECK(x->data() == nullptr);
    CHECK(std::string(x.state().message) == message);
}
const std::string gaps = ": the numbers do not lie row-major without gaps; copy them with tg::assign, or into a row-major xt::xtensor";

template<class X>
concept adaptable = requires(X&& x) { tg::as_xtensor(static_cast<X&&>(x)); };
template<class A>
concept tensor_like = requires(A&& a) { tg::as_tensor<matrix>(static_cast<A&&>(a)); };
using sliced = decltype(xt::view(std::declval<xt::xtensor<float, 3>&>(), 0));
using sliced_temporary = decltype(xt::view(std::declval<xt::xtensor<float, 3>>(), 0));

// What would dangle is refused by the compiler; what only points at numbers is not.
static_assert(adaptable<tg::tensor<float, matrix>&> && adaptable<const tg::tensor<float, matrix>&> && !adaptable<tg::tensor<float, matrix>>);
static_assert(adaptable<tg::parameters<net>&> && !adaptable<tg::parameters<net>>);
static_assert(adaptable<tg::view<float, matrix>> && adaptable<tg::parameters_view<net>>);
static_assert(tensor_like<xt::xtensor<float, 2>&> && !tensor_like<xt::xtensor<float, 2>> && !tensor_like<xt::xarray<float>>);
static_assert(tensor_like<sliced> && !tensor_like<sliced_temporary>);
static_assert(tensor_like<tg::xtensor_over<float, 2>> && tensor_like<xt::xtensor_adaptor<std::vector<float>&, 2>>);
static_assert(!tensor_like<xt::xtensor_adaptor<std::vector<float>, 2>>);
static_assert(!tensor_like<decltype(std::declval<xt::xtensor<float, 2>&>() + 1.0f)&>);  // not computed yet: no data
// Only what was looked at is a tensor.
static_assert(!tg::detail::numbers<tg::checked<tg::view<float, matrix>>>);
}

TEST_CASE("a tensor is an array of its shape over the same numbers") {
    tg::tensor<float, matrix> t{1, 2, 3, 4, 5, 6};
    auto a = tg::as_xtensor(t);
    static_assert(std::is_same_v<decltype(a), tg::xtensor_over<float, 2>>);
    CHECK(a.data() == t.data());
    CHECK(a.shape(0) == 2);
    CHECK(a.shape(1) == 3);
    CHECK(&a(1, 0) == &t(1, 0));
    CHECK(xt::sum(a)() == 21);
    CHECK(xt::allclose(xt::mean(a, {0}), xt::xtensor<float, 1>{2.5f, 3.5f, 4.5f}));
    a(0, 2) = 30;
    CHECK(t(0, 2) == 30);
    tg::as_xtensor(t) = 2.0f * tg::as_xtensor(t);
    CHECK(t == tg::tensor<float, matrix>{2, 4, 60, 8, 10, 12});
    CHECK_THROWS((tg::as_xtensor(t) = xt::ones<float>({2, 4})));

    const auto& fixed = t;
    auto c = tg::as_xtensor(fixed);
    CHECK(c.data() == t.data());
    static_assert(!std::is_assignable_v<decltype(c(0, 0)), float>);
    static_assert(std::is_same_v<decltype(tg::as_xtensor(tg::view<const float, matrix>(t.data()))), decltype(c)>);

    tg::tensor<std::int32_t, tg::shape<2, 1, 3, 2>> four{};
    CHECK(tg::as_xtensor(four).dimension() == 4);
    CHECK(tg::as_xtensor(four).size() == 12);
    CHECK(tg::as_xtensor(t, 1).shape(0) == 1);
    CHECK(tg::as_xtensor(t, 0).size() == 0);
    CHECK(tg::as_xtensor(t, 9).shape(0) == 2);
    CHECK(tg::as_xtensor(t, 1)(0, 2) == 60);
}

TEST_CASE("parameters, all and each") {
    auto p = tg::initialize<net>(3);
    auto all = tg::as_xtensor(p);
    CHECK(all.data() == p.data());
    CHECK(all.dimension() == 1);
    CHECK(all.size() == net::parameter_count);
    std::size_t seen = 0;
    tg::visit(p, [&](std::string_view, auto view) {
        CHECK(tg::as_xtensor(view).data() == p.data() + seen);
        seen += tg::as_xtensor(view).size();
    });
    CHECK(seen == net::parameter_count);

    auto w = tg::as_xtensor(p.get<1>().weight);
    CHECK(w.shape(0) == 24);
    CHECK(w.shape(1) == 5);
    w(23, 4) = 7;
    CHECK(p.get<"hidden">().weight(23, 4) == 7);
    all *= 0.5f;
    CHECK(p.get<1>().weight(23, 4) == 3.5f);

    const auto& q = p;
    static_assert(!std::is_assignable_v<decltype(tg::as_xtensor(q)(0)), float>);
    const tg::parameters_view<net> v(p.data());
    CHECK(tg::as_xtensor(v).data() == p.data());
    CHECK(tg::as_xtensor(tg::parameters_view<net>(p.data())).size() == net::parameter_count);
}

TEST_CASE("an array is a tensor over the same numbers") {
    xt::xtensor<float, 2> a{{1, 2, 3}, {4, 5, 6}};
    const auto x = tg::as_tensor<matrix>(a);
    REQUIRE(x);
    CHECK(x.state().ok());
    CHECK(x->data() == a.data());
    CHECK((*x)(1, 0) == 4);
    (*x)(1, 2) = 60;
    CHECK(a(1, 2) == 60);

    const auto& c = a;
    static_assert(std::is_same_v<decltype(*tg::as_tensor<matrix>(c)), const tg::view<const float, matrix>&>);
    xt::xarray<double> dynamic = a;
    REQUIRE(tg::as_tensor<matrix>(dynamic));
    CHECK(tg::as_tensor<matrix>(dynamic)->data() == dynamic.data());
    xt::xtensor_fixed<float, xt::xshape<2, 3>> fixed = a;
    REQUIRE(tg::as_tensor<matrix>(fixed));
    CHECK(tg::as_tensor<matrix>(fixed)->data() == fixed.data());
    xt::xarray<float, xt::layout_type::dynamic> any(std::vector<std::size_t>{2, 3}, xt::layout_type::row_major);
    CHECK(tg::as_tensor<matrix>(any)->data() == any.data());
    std::vector<float> flat(6);
    CHECK(tg::as_tensor<matrix>(xt::adapt(flat, std::array<std::size_t, 2>{2, 3}))->data() == flat.data());
    tg::tensor<float, matrix> t{};
    CHECK(tg::as_tensor<matrix>(tg::as_xtensor(t))->data() == t.data());

    // one axis of one: its stride says nothing
    xt::xtensor<float, 3, xt::layout_type::column_major> column = xt::ones<float>({1, 6, 1});
    CHECK(tg::as_tensor<tg::shape<1, 6, 1>>(column)->data() == column.data());
    xt::xtensor<float, 0> number(3.0f);
    REQUIRE(tg::as_tensor<tg::shape<>>(number));
    CHECK((*tg::as_tensor<tg::shape<>>(number))[0] == 3);
}

TEST_CASE("a slice is a tensor where its numbers lie together") {
    auto xs = samples(4);
    const auto third = tg::as_tensor<net::input>(xt::view(xs, 2));
    REQUIRE(third);
    CHECK(third->data() == xs.data() + 2 * net::input::size);
    const auto two = tg::as_samples<net::input>(xt::view(xs, xt::range(1, 3)));
    REQUIRE(two);
    CHECK(two->data() == xs.data() + net::input::size);
    CHECK(two->size() == 2 * net::input::size);
    refuse(tg::as_samples<net::input>(xt::view(xs, xt::range(0, 4, 2))), "as_samples" + gaps);
    refuse(tg::as_tensor<tg::shape<4, 3, 4>>(xt::view(xs, xt::all(), xt::all(), xt::all(), 1)), "as_tensor" + gaps);
    refuse(tg::as_tensor<tg::shape<2, 3, 4, 2>>(xt::view(xs, xt::range(3, 1, -1))), "as_tensor" + gaps);
}

TEST_CASE("another shape is refused") {
    xt::xtensor<float, 2> turned = xt::ones<float>({3, 2});
    refuse(tg::as_tensor<matrix>(turned), "as_tensor: the array has shape <3,2> instead of <2,3>");
    xt::xarray<float> flat = xt::ones<float>({6});
    refuse(tg::as_tensor<matrix>(flat), "as_tensor: the array has shape <6> instead of <2,3>");
    xt::xarray<float> deep = xt::ones<float>({2, 3, 1});
    refuse(tg::as_tensor<matrix>(deep), "as_tensor: the array has shape <2,3,1> instead of <2,3>");
    xt::xarray<float> none(1.0f), empty = xt::ones<float>({0, 3});
    refuse(tg::as_tensor<matrix>(none), "as_tensor: the array has shape <> instead of <2,3>");
    refuse(tg::as_tensor<matrix>(empty), "as_tensor: the array has shape <0,3> instead of <2,3>");
    refuse(tg::as_samples<matrix>(none), "as_samples: the array has shape <> instead of <0,2,3>");
    refuse(tg::as_samples<matrix>(deep), "as_samples: the array has shape <2,3,1> instead of <2,2,3>");
}

TEST_CASE("another layout is refused, never misread") {
    const xt::xtensor<float, 2> a{{1, 2, 3}, {4, 5, 6}};
    const xt::xtensor<float, 2, xt::layout_type::column_major> column = a;
    refuse(tg::as_tensor<matrix>(column), "as_tensor" + gaps);
    xt::xarray<float, xt::layout_type::dynamic> any(std::vector<std::size_t>{2, 3}, xt::layout_type::column_major);
    refuse(tg::as_tensor<matrix>(any), "as_tensor" + gaps);
    const xt::xtensor<float, 2> tall = xt::transpose(a);
    const auto back = xt::transpose(tall);
    refuse(tg::as_tensor<matrix>(back), "as_tensor" + gaps);

    // the way out: a copy in our order
    tg::tensor<float, matrix> t;
    REQUIRE(tg::assign(t, column));
    CHECK(t == tg::tensor<float, matrix>{1, 2, 3, 4, 5, 6});
    REQUIRE(tg::assign(t, back));
    CHECK(t == tg::tensor<float, matrix>{1, 2, 3, 4, 5, 6});
    REQUIRE(tg::assign(t, 2.0 * a));
    CHECK(t(1, 2) == 12);
    const tg::status s = tg::assign(t, tall);
    CHECK(std::string(s.message) == "assign: the array has shape <3,2> instead of <2,3>");
    CHECK(!tg::assign(t, xt::view(a, 0)));
    CHECK(t(1, 2) == 12);

    // onto itself
    tg::tensor<float, tg::shape<2, 2>> square{1, 2, 3, 4};
    REQUIRE(tg::assign(square, xt::transpose(tg::as_xtensor(square))));
    CHECK(square == tg::tensor<float, tg::shape<2, 2>>{1, 3, 2, 4});
    auto p = tg::initialize<net>(1);
    REQUIRE(tg::assign(p.get<3>().weight, xt::eye<float>({5, 3}, 0)));
    CHECK(xt::sum(tg::as_xtensor(p.get<3>().weight))() == 3);
}

TEST_CASE("inference gives what the same formula gives in xtensor") {
    const auto p = tg::initialize<net>(5);
    const auto xs = samples(7);
    const auto wanted = reference(p, xs);

    tg::inference<net> run{p};
    for (std::size_t i = 0; i < 7; ++i) {
        const auto x = tg::as_tensor<net::input>(xt::view(xs, i));
        REQUIRE(x);
        CHECK(xt::allclose(tg::as_xtensor(run(*x)), xt::view(wanted, i), 1e-5, 1e-6));
        CHECK(xt::allclose(tg::as_xtensor(run(*x)), tg::as_xtensor(run(xt::xtensor<float, 3>(xt::view(xs, i)))), 0, 0));
        const auto y = tg::apply(p, *x);
        CHECK(xt::allclose(tg::as_xtensor(y), xt::view(wanted, i), 1e-5, 1e-6));
    }
    tg::inference<net, 16> batch{p};
    const auto all = tg::as_samples<net::input>(xs);
    REQUIRE(all);
    const auto ys = tg::as_xtensor(batch(*all, 7), 7);
    CHECK(ys.shape(0) == 7);
    CHECK(ys.shape(1) == 3);
    CHECK(xt::allclose(ys, wanted, 1e-5, 1e-6));
    CHECK(xt::argmax(ys, 1) == xt::argmax(wanted, 1));
    CHECK(xt::allclose(tg::as_xtensor(batch(xs, 7), 7), ys, 0, 0));
}

TEST_CASE("a trainer and evaluate read arrays") {
    auto xs = samples(10);
    const xt::xtensor<int, 1> labels{0, 1, 2, 2, 1, 0, 0, 1, 2, 1};
    const auto all = tg::as_samples<net::input>(xs);
    REQUIRE(all);
    auto p = tg::initialize<net>(5), q = p;

    const auto [loss, accuracy] = tg::evaluate<tg::cross_entropy>(p, *all, labels);
    const auto y = reference(p, xs);
    const xt::xtensor<float, 1> log_sum = xt::log(xt::sum(xt::exp(y), {1}));
    double wanted = 0;
    for (std::size_t i = 0; i < 10; ++i) wanted += static_cast<double>(log_sum(i) - y(i, static_cast<std::size_t>(labels(i)))) / 10;
    CHECK(static_cast<double>(loss) == doctest::Approx(wanted).epsilon(1e-5));
    const xt::xtensor<bool, 1> right = xt::equal(xt::argmax(y, 1), labels);
    CHECK(accuracy == doctest::Approx(xt::mean<double>(xt::cast<double>(right))()));
    CHECK(tg::evaluate<tg::cross_entropy>(p, xs, labels).mean_loss == loss);

    // arrays and plain ranges: the same bits
    const std::vector<float> plain(xs.begin(), xs.end());
    const std::vector<int> numbers(labels.begin(), labels.end());
    tg::trainer<net, tg::cross_entropy, tg::adam, 4> one{{.learning_rate = 1e-2f}}, two{{.learning_rate = 1e-2f}};
    CHECK(one.step(p, xs, xt::xtensor<int, 1>(xt::view(labels, xt::range(0, 4)))) == two.step(q, plain, std::span(numbers).first(4)));
    CHECK(one.epoch(p, *all, labels) == two.epoch(q, plain, numbers));
    CHECK(one.epoch(p, xs, labels) == two.epoch(q, plain, numbers));
    CHECK(tg::as_xtensor(p) == tg::as_xtensor(q));

    // what a step did, and the gradient that it followed
    const xt::xtensor<float, 1> before = tg::as_xtensor(p);
    (void)one.step(p, *all, std::span(numbers).first(4));
    CHECK(xt::amax(xt::abs(tg::as_xtensor(p) - before))() > 0);
    CHECK(xt::all(xt::isfinite(tg::as_xtensor(one.gradient()))));

    // target rows
    xt::xtensor<float, 2> targets = xt::zeros<float>({10, 3});
    CHECK(static_cast<double>(tg::evaluate<tg::mean_squared_error>(q, *all, targets).mean_loss) ==
          doctest::Approx(xt::mean<double>(xt::square(reference(q, xs)))()).epsilon(1e-5));
}

namespace {
struct picture : tg::network<tg::input<6, 7, 3>, tg::conv2d<4, 3>, tg::relu, tg::layer_norm<>, tg::max_pool2d<2>, tg::flatten, tg::dense<5>, tg::softmax> {};

// Every layer of it, as anybody would write it with arrays.
xt::xtensor<float, 1> reference(const tg::parameters<picture>& p, const xt::xtensor<float, 3>& x) {
    const auto conv = p.get<0>();
    const auto norm = p.get<2>();
    const auto last = p.get<5>();
    const auto w = tg::as_xtensor(conv.weight);
    xt::xtensor<float, 3> y = xt::zeros<float>({4, 5, 4});
    for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t l = 0; l < 3; ++l)
            y += xt::sum(xt::view(x, xt::range(k, k + 4), xt::range(l, l + 5), xt::all(), xt::newaxis()) * xt::view(w, k, l), {2});
    y = xt::maximum(y + tg::as_xtensor(conv.bias), 0.0f);

    const xt::xtensor<float, 3> mean = xt::mean(y, {2}, xt::keep_dims), square = xt::mean(xt::square(y - mean), {2}, xt::keep_dims);
    y = (y - mean) / xt::sqrt(square + 1e-5f) * tg::as_xtensor(norm.weight) + tg::as_xtensor(norm.bias);

    xt::xtensor<float, 3> pooled = xt::zeros<float>({2, 2, 4});
    for (std::size_t h = 0; h < 2; ++h)
        for (std::size_t v = 0; v < 2; ++v) xt::view(pooled, h, v) = xt::amax(xt::view(y, xt::range(2 * h, 2 * h + 2), xt::range(2 * v, 2 * v + 2)), {0, 1});

    const xt::xtensor<float, 2> row = xt::reshape_view(pooled, {std::size_t{1}, std::size_t{16}});
    const xt::xtensor<float, 2> e = xt::exp(dense(row, tg::as_xtensor(last.weight), tg::as_xtensor(last.bias)));
    return xt::view(e, 0) / xt::sum(e)();
}
}

TEST_CASE("layers give what the same formulas of arrays give") {
    auto p = tg::initialize<picture>(2);
    tg::as_xtensor(p) += 0.05f;  // biases that are not zero, a norm that does something
    tg::inference<picture, 4> run{p};
    xt::random::seed(3);
    const xt::xtensor<float, 4> xs = xt::random::randn<float>({4, 6, 7, 3});
    const auto ys = tg::as_xtensor(run(xs));
    for (std::size_t i = 0; i < 4; ++i) {
        const xt::xtensor<float, 3> x = xt::view(xs, i);
        CHECK(xt::allclose(xt::view(ys, i), reference(p, x), 1e-4, 1e-5));
    }
}

TEST_CASE("the gradient of a dense layer is a product of arrays") {
    struct single : tg::network<tg::input<6>, tg::dense<3>> {};
    const auto p = tg::initialize<single>(2);
    xt::random::seed(4);
    const xt::xtensor<float, 2> xs = xt::random::randn<float>({8, 6});
    const std::array<int, 8> labels{0, 1, 2, 2, 1, 0, 1, 1};
    const auto x = tg::as_tensor<tg::shape<8, 6>>(xs);
    REQUIRE(x);
    tg::parameters<single> dp{};
    const float loss = tg::value_and_gradient<tg::cross_entropy>(p, *x, labels, dp);

    const xt::xtensor<float, 2> e = xt::exp(dense(xs, tg::as_xtensor(p.get<0>().weight), tg::as_xtensor(p.get<0>().bias)));
    const xt::xtensor<float, 2> sums = xt::sum(e, {1}, xt::keep_dims);
    xt::xtensor<float, 2> dy = e / sums;
    float wanted = 0;
    for (std::size_t n = 0; n < 8; ++n) {
        wanted -= std::log(dy(n, static_cast<std::size_t>(labels[n]))) / 8;
        dy(n, static_cast<std::size_t>(labels[n])) -= 1;
    }
    dy /= 8.0f;
    CHECK(loss == doctest::Approx(wanted).epsilon(1e-5));
    CHECK(xt::allclose(tg::as_xtensor(dp.get<0>().weight), xt::sum(xt::view(xs, xt::all(), xt::all(), xt::newaxis()) * xt::view(dy, xt::all(), xt::newaxis(), xt::all()), {0}), 1e-4, 1e-6));
    CHECK(xt::allclose(tg::as_xtensor(dp.get<0>().bias), xt::sum(dy, {0}), 1e-4, 1e-6));
}
