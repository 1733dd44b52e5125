#include "composed.hpp"

#include <string>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/batch_norm.hpp>
#include <typegrad/layers/conv1d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/dropout.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/layers/residual.hpp>
#include <typegrad/layers/softmax.hpp>
#include <typegrad/layers/time_distributed.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct inner : tg::network<tg::input<5>, tg::dense<7>, tg::relu, tg::dense<3>, tg::softmax> {};
struct outer : tg::network<tg::input<4, 5>, tg::time_distributed<tg::dense<7>, tg::relu, tg::dense<3>, tg::softmax>> {};
struct block : tg::sequential<tg::residual<tg::dense<5>, tg::tanh>, tg::keep<"x">, tg::named<"last", tg::dense<5>>, tg::use<"x", tg::add, tg::dense<2>>> {};  // a list of one's own
struct one_block : tg::network<tg::input<5>, block> {};
struct blocks : tg::network<tg::input<4, 5>, tg::time_distributed<block>> {};
struct normed : tg::network<tg::input<4>, tg::dense<5>, tg::batch_norm<>, tg::relu> {};
struct normed_steps : tg::network<tg::input<3, 4>, tg::time_distributed<tg::dense<5>, tg::batch_norm<>, tg::relu>> {};
struct dropped : tg::network<tg::input<3, 4>, tg::time_distributed<tg::dropout<0.5>>> {};
struct pooled : tg::network<tg::input<3, 4, 2>, tg::time_distributed<tg::max_pool1d<2>, tg::flatten, tg::dense<check::lanes + 1>>, tg::tanh, tg::conv1d<3, 2>, tg::time_distributed<tg::dense<2>>> {};
}

TEST_CASE("time_distributed: the same layers for each step") {
    static_assert(outer::parameter_count == inner::parameter_count);
    const auto p = numbers(inner::parameter_count), x = numbers(20, 9);
    const auto y = output<outer>(p, x);
    for (std::size_t t = 0; t < 4; ++t)
        CHECK(output<inner>(p, {x.begin() + static_cast<std::ptrdiff_t>(5 * t), x.begin() + static_cast<std::ptrdiff_t>(5 * t + 5)}) ==
              std::vector<double>(y.begin() + static_cast<std::ptrdiff_t>(3 * t), y.begin() + static_cast<std::ptrdiff_t>(3 * t + 3)));
    check_network<outer>();
    check_network<pooled>();
}

TEST_CASE("time_distributed: layers within layers, and their names") {
    static_assert(blocks::parameter_count == one_block::parameter_count && std::is_same_v<blocks::output, tg::shape<4, 2>>);
    const auto p = numbers(one_block::parameter_count), x = numbers(20, 9);
    const auto y = output<blocks>(p, x);
    for (std::size_t t = 0; t < 4; ++t)
        CHECK(check::error(y.data() + 2 * t, output<one_block>(p, {x.begin() + static_cast<std::ptrdiff_t>(5 * t), x.begin() + static_cast<std::ptrdiff_t>(5 * t + 5)}).data(), 2) <= 1e-12);
    check_network<blocks>();
    std::vector<std::string> paths;
    tg::visit(tg::parameters<blocks>{}, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.0.0.weight", "0.0.0.bias", "0.last.weight", "0.last.bias", "0.3.1.weight", "0.3.1.bias"});
}

TEST_CASE("time_distributed: batch_norm takes the steps of all samples together") {
    static tg::parameters<normed> p, dp;
    static tg::parameters<normed_steps> q, dq;
    const auto v = check::random_numbers(p.total, 3), x = check::random_numbers(24, 1), dy = check::random_numbers(30, 2);
    std::copy(v.begin(), v.end(), p.data());
    std::copy(v.begin(), v.end(), q.data());
    static tg::training<normed, 6> vectors(p);
    static tg::training<normed_steps, 2> sequences(q);
    const auto same = [](const float* a, const float* b, std::size_t n) { return check::error(a, std::vector<double>(b, b + n).data(), n) <= 1e-5; };
    CHECK(same(sequences.forward(x).data(), vectors.forward(x).data(), 30));
    CHECK(same(sequences.backward(dy, dq).data(), vectors.backward(dy, dp).data(), 24));
    CHECK(same(dq.data(), dp.data(), p.total));
}

TEST_CASE("time_distributed: dropout") {
    static tg::parameters<dropped> p;
    static tg::training<dropped, 40> pass(p);
    const std::vector<float> ones(40 * 12, 1.0f);
    const auto& y = pass.forward(ones);
    const auto kept = std::count(y.begin(), y.end(), 2.0f);
    CHECK(kept + std::count(y.begin(), y.end(), 0.0f) == 480);
    CHECK((kept > 180 && kept < 300));
}

TEST_CASE("time_distributed: constant evaluation") { check::check_constant<tg::time_distributed<tg::dense<2>, tg::residual<tg::relu, tg::dense<2>>>, tg::shape<3, 2>>(); }
