#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct lenet : tg::network<tg::input<28, 28, 1>, tg::conv2d<20, 5>, tg::relu, tg::max_pool2d<2>, tg::conv2d<50, 5>, tg::relu, tg::max_pool2d<2>,
                           tg::flatten, tg::dense<500>, tg::relu, tg::dense<10>> {};
static_assert(lenet::parameter_count == 431'080);
static_assert(lenet::output::size == 10 && lenet::layers == 10);

struct small : tg::network<tg::input<3>, tg::named<"stem", tg::dense<4>>, tg::prelu<>, tg::dense<2, tg::no_bias>> {};
}

TEST_CASE("one dense array, zero at first, seen through views") {
    static tg::parameters<lenet> p;
    static_assert(sizeof p >= 431'080 * sizeof(float) && sizeof p < 431'080 * sizeof(float) + 64);
    CHECK(p.flat().size() == lenet::parameter_count);
    CHECK(reinterpret_cast<std::uintptr_t>(p.data()) % 64 == 0);
    for (float v : p.flat()) REQUIRE(v == 0);
    p.get<0>().weight(4, 3, 0, 19) = 7;
    CHECK(p.flat()[(4 * 5 + 3) * 20 + 19] == 7);
    p.get<0>().bias[0] = 3;
    CHECK(p.flat()[500] == 3);
    CHECK(p.get<7>().weight.data() == p.data() + 520 + 25050);
    const auto& constant = p;
    static_assert(std::is_same_v<decltype(constant.get<0>().weight[0]), const float&>);
    CHECK(tg::get<0>(constant).weight(4, 3, 0, 19) == 7);
}

TEST_CASE("names survive insertions, and paths name every parameter") {
    tg::parameters<small> p;
    p.get<"stem">().weight(2, 3) = 5;
    CHECK(p.get<0>().weight(2, 3) == 5);
    CHECK(tg::get<"stem">(p).bias.size() == 4);
    std::vector<std::string> paths;
    std::size_t total = 0;
    tg::visit(p, [&](std::string_view path, auto view) {
        paths.emplace_back(path);
        total += view.size();
    });
    CHECK(paths == std::vector<std::string>{"stem.weight", "stem.bias", "1.weight", "2.weight"});
    CHECK(total == small::parameter_count);
}

namespace {
struct block : tg::sequential<tg::named<"attention", tg::multi_head_attention<2>>, tg::named<"feed_forward", tg::feed_forward<6>>> {};
struct reader : tg::network<tg::tokens<7, 3>, tg::named<"table", tg::embedding<7, 4>>, tg::named<"encoder", tg::repeat<2, block>>, tg::named<"normed", tg::encoder_block<2, tg::swiglu<3>>>,
                            tg::fork<tg::named<"mean", tg::time_distributed<tg::dense<1>>>, tg::layer_norm<>>> {};
}

TEST_CASE("paths: names and numbers from the outside in, to the layer's own") {
    std::vector<std::string> expected{"table.weight"};
    const char* const attention[] = {"weight_q", "bias_q", "weight_k", "bias_k", "weight_v", "bias_v", "weight_out", "bias_out"};
    for (const std::string of : {"encoder.0.", "encoder.1."}) {
        for (const char* name : attention) expected.push_back(of + "attention." + name);
        for (const char* name : {"0.weight", "0.bias", "2.weight", "2.bias"}) expected.push_back(of + "feed_forward." + name);
    }
    for (const char* name : {"attention_norm.weight", "attention_norm.bias"}) expected.push_back(std::string("normed.") + name);
    for (const char* name : attention) expected.push_back(std::string("normed.attention.") + name);
    for (const char* name : {"feed_forward_norm.weight", "feed_forward_norm.bias", "feed_forward.gate.weight", "feed_forward.up.weight", "feed_forward.down.weight"}) expected.push_back(std::string("normed.") + name);
    for (const char* name : {"3.mean.weight", "3.mean.bias", "3.1.weight", "3.1.bias"}) expected.emplace_back(name);
    static tg::parameters<reader> p;
    std::vector<std::string> paths;
    const float* next = p.data();
    tg::visit(p, [&](std::string_view path, auto view) {
        paths.emplace_back(path);
        CHECK(view.data() == next);
        next += view.size();
        if (path == "encoder.0.attention.weight_q") CHECK(view.data() == p.get<"encoder">().get<0>().get<"attention">().weight_q.data());
        if (path == "normed.attention.bias_k") CHECK(view.data() == p.get<"normed">().get<"attention">().bias_k.data());
        if (path == "normed.feed_forward_norm.bias") CHECK(view.data() == p.get<"normed">().get<"feed_forward_norm">().bias.data());
        if (path == "normed.feed_forward.up.weight") CHECK(view.data() == p.get<"normed">().get<"feed_forward">().get<"up">().weight.data());
        if (path == "encoder.1.feed_forward.2.bias") CHECK(view.data() == p.get<"encoder">().get<1>().get<"feed_forward">().get<2>().bias.data());
    });
    CHECK(paths == expected);
    CHECK(paths[1] == "encoder.0.attention.weight_q");
}

TEST_CASE("a view over numbers that somebody else keeps") {
    static constexpr float flash[small::parameter_count] = {1, 2, 3};
    constexpr tg::parameters_view<small> v(flash);
    static_assert(v.get<"stem">().weight(0, 1) == 2);
    CHECK(v.flat().data() == flash);
}

namespace {
struct counted : tg::network<tg::input<3>, tg::dense<2>, tg::batch_norm<>> {};
}

TEST_CASE("a view has the statistics behind the trained numbers, as parameters have") {
    auto p = tg::initialize<counted>(1);
    for (float& v : p.statistics()) v += 0.5f;
    const std::vector<float> flash(p.data(), p.data() + tg::parameters_view<counted>::total);
    const tg::parameters_view<counted> v(flash.data());
    REQUIRE(v.statistics().size() == 4);
    CHECK(v.statistics()[3] == p.statistics()[3]);
    const float x[] = {1, -2, 3};
    tg::inference<counted> mine(p), theirs(v);
    CHECK(theirs(x)[0] == mine(x)[0]);
    CHECK(theirs(x)[1] == mine(x)[1]);
}
