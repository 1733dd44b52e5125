#include "composed.hpp"

#include <string>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/add.hpp>
#include <typegrad/layers/batch_norm.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/concat.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/dot.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/layers/prelu.hpp>
#include <typegrad/layers/reshape.hpp>
#include <typegrad/layers/residual.hpp>
#include <typegrad/network/apply.hpp>
#include <typegrad/train/initializers.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct block : tg::sequential<tg::dense<4>, tg::tanh> {};  // a list of one's own, by name
struct repeated : tg::network<tg::input<4>, tg::repeat<3, tg::dense<4>, tg::tanh>, tg::sequential<block, tg::identity>> {};
struct bundled : tg::network<tg::inputs<tg::shape<3>, tg::shape<2, 2>>, tg::parallel<tg::dense<4>, tg::sequential<tg::flatten, tg::tanh>>, tg::at<1, tg::dense<4>>, tg::pick<1, 0>> {};
struct u_net : tg::network<tg::input<4, 4, 2>, tg::conv2d<3, 3, tg::same>, tg::relu, tg::keep<"top">, tg::max_pool2d<2>, tg::conv2d<12, 1>, tg::flatten, tg::dense<48>,
                           tg::reshape<4, 4, 3>, tg::use<"top", tg::concat>, tg::conv2d<2, 3, tg::same>> {};
struct kept_within : tg::network<tg::input<3>, tg::keep<"x">, tg::dense<3>, tg::sequential<tg::tanh, tg::keep<"x">, tg::use<"x", tg::add>>, tg::use<"x", tg::add>> {};
struct tied_twice : tg::network<tg::input<4>, tg::named<"w", tg::dense<4>>, tg::tanh, tg::tied<"w", tg::dense<4>>, tg::dense<2>> {};
using pair = tg::sequential<tg::dense<4>, tg::batch_norm<>, tg::tanh, tg::dense<4>>;
struct tied_lists : tg::network<tg::input<4>, tg::dense<4>, tg::named<"b", pair>, tg::residual<tg::tied<"b", pair>>, tg::dense<2>> {};
struct untied_lists : tg::network<tg::input<4>, tg::dense<4>, pair, tg::residual<pair>, tg::dense<2>> {};
struct kept_in_branch : tg::network<tg::input<3>, tg::keep<"x">, tg::dense<3>, tg::fork<tg::keep<"x">, tg::identity>, tg::add, tg::use<"x", tg::add>> {};
struct encoder : tg::sequential<tg::dense<4>, tg::tanh, tg::dense<2>> {};
struct twins : tg::network<tg::inputs<tg::shape<3>, tg::shape<3>>, tg::parallel<tg::named<"eye", encoder>, tg::tied<"eye", encoder>>, tg::dot> {};
struct one_eye : tg::network<tg::input<3>, encoder> {};
template<class Middle>
struct amid : tg::network<tg::input<4>, tg::dense<4>, tg::tanh, Middle, tg::dense<2>> {};
using half_frozen = amid<tg::freeze<tg::freeze<tg::dense<3>>, tg::prelu<>, tg::residual<tg::dense<3>, tg::tanh>>>;
using none_frozen = amid<tg::sequential<tg::dense<3>, tg::prelu<>, tg::residual<tg::dense<3>, tg::tanh>>>;
}

TEST_CASE("sequential, repeat: the same as the list without them") {
    struct flat : tg::network<tg::input<4>, tg::dense<4>, tg::tanh, tg::dense<4>, tg::tanh, tg::dense<4>, tg::tanh, tg::dense<4>, tg::tanh> {};
    static_assert(repeated::parameter_count == flat::parameter_count);
    const auto p = numbers(flat::parameter_count), x = numbers(4, 9);
    CHECK(output<repeated>(p, x) == output<flat>(p, x));
    check_network<repeated>();
}

TEST_CASE("several inputs and outputs: parallel, at, pick") {
    static_assert(std::is_same_v<bundled::output, tg::bundle<tg::shape<4>, tg::shape<4>>>);
    check_network<bundled>();
    static const auto p = tg::initialize<bundled>(1);
    tg::tensor<float, bundled::input> x;
    x.get<0>()[2] = 1;
    x.get<1>()(1, 0) = 2;
    const auto y = tg::apply(p, x);
    CHECK(y.get<1>()[0] == doctest::Approx(p.get<0>().get<0>().weight(2, 0)));
    CHECK(y.get<0>()[3] == doctest::Approx(std::tanh(2.0f) * p.get<1>().get<0>().weight(2, 3)));
    // Samples along a leading axis: each is the row of its items.
    tg::tensor<float, bundled::input::prepend<2>> xs;
    std::copy(x.begin(), x.end(), xs.begin() + 7);
    const auto ys = tg::apply(p, xs);
    for (std::size_t i = 0; i < 8; ++i) CHECK(ys(1, i) == doctest::Approx(y[i]));
}

TEST_CASE("keep and use reach across the list, from lists within too") {
    check_network<u_net>();
    check_network<kept_within>();
    // The inner "x" is forgotten where its list ends: y = 2 tanh(dense(x)) + x
    const auto p = numbers(kept_within::parameter_count), x = numbers(3, 9);
    const auto y = output<kept_within>(p, x);
    for (std::size_t o = 0; o < 3; ++o) {
        double sum = p[9 + o];
        for (std::size_t i = 0; i < 3; ++i) sum += x[i] * p[i * 3 + o];
        CHECK(y[o] == doctest::Approx(2 * std::tanh(sum) + x[o]).epsilon(1e-12));
    }
}

TEST_CASE("keep: what a branch keeps is forgotten behind it") {
    // y = 2 dense(x) + x
    const auto p = numbers(kept_in_branch::parameter_count), x = numbers(3, 9), y = output<kept_in_branch>(p, x);
    for (std::size_t o = 0; o < 3; ++o) CHECK(y[o] == doctest::Approx(2 * (p[9 + o] + x[0] * p[o] + x[1] * p[3 + o] + x[2] * p[6 + o]) + x[o]).epsilon(1e-12));
}

TEST_CASE("tied: counted once, and both add to dp") {
    static_assert(tied_twice::parameter_count == 20 + 10);
    check_network<tied_twice>();
    static tg::parameters<tied_twice> p;
    CHECK(p.get<2>().weight.data() == p.get<"w">().weight.data());
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"w.weight", "w.bias", "3.weight", "3.bias"});
}

TEST_CASE("tied: a list of layers, statistics too") {
    static_assert(tied_lists::parameter_count == 20 + 48 + 10 && tied_lists::statistic_count == 8);
    const auto mine = numbers(48), x = numbers(4, 9);
    std::vector<double> p = numbers(20, 3), counted = {1, 2, 3, 4, 5, 6, 7, 8};
    p.insert(p.end(), mine.begin(), mine.end());
    std::vector<double> q = p;
    q.insert(q.end(), mine.begin(), mine.end());
    for (auto* v : {&p, &q}) {
        v->insert(v->end(), 10, 0.5);
        v->insert(v->end(), counted.begin(), counted.end());
    }
    q.insert(q.end(), counted.begin(), counted.end());
    CHECK(output<tied_lists>(p, x) == output<untied_lists>(q, x));
    static tg::parameters<tied_lists> views;
    CHECK(views.get<2>().get<0>().get<3>().weight.data() == views.get<"b">().get<3>().weight.data());
    CHECK(views.get<2>().get<0>().get<1>().running_var.data() == views.get<"b">().get<1>().running_var.data());
}

TEST_CASE("tied: two inputs through one encoder") {
    static_assert(twins::parameter_count == one_eye::parameter_count);
    const auto p = numbers(one_eye::parameter_count), x = numbers(6, 9);
    const auto a = output<one_eye>(p, {x.begin(), x.begin() + 3}), b = output<one_eye>(p, {x.begin() + 3, x.end()});
    CHECK(output<twins>(p, x)[0] == doctest::Approx(a[0] * b[0] + a[1] * b[1]).epsilon(1e-12));
    check_network<twins>();
}

TEST_CASE("freeze: dp is left alone, all other gradients are as if nothing were frozen") {
    const check::problem<half_frozen> q(check::lanes + 1, 0.25f);
    const check::problem<none_frozen> free(check::lanes + 1, 0.25f);
    check::check_gradients(free);
    CHECK((q.y == free.y && q.dx == free.dx));
    for (std::size_t i = 0; i < q.dp.size(); ++i) REQUIRE(q.dp[i] == (i % q.count < 20 || i % q.count >= q.count - 8 ? free.dp[i] : 0));
    check::check_batches<half_frozen, 1>(q);
    check::check_batches<half_frozen, check::lanes + 1>(q);
}

TEST_CASE("compose: constant evaluation") {
    using tg::shape;
    check::check_constant<tg::sequential<tg::fork<tg::dense<2>, tg::repeat<2, tg::dense<3>, tg::tanh>>, tg::at<1, tg::dense<2>>, tg::pick<1, 0>>, shape<3>>();
    check::check_constant<tg::parallel<tg::tanh, tg::dense<2>>, tg::bundle<shape<3>, shape<2>>>();
    check::check_constant<tg::sequential<tg::keep<"x">, tg::dense<3>, tg::use<"x", tg::add>>, shape<3>>();
    check::check_constant<tg::sequential<tg::named<"w", tg::dense<3>>, tg::tanh, tg::freeze<tg::dense<3>>, tg::tied<"w", tg::dense<3>>>, shape<3>>();
}
