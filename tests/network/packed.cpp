#include <doctest/doctest.h>

#include <cmath>
#include <type_traits>
#include <vector>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct mlp : tg::network<tg::input<37>, tg::dense<50>, tg::tanh, tg::dense<150, tg::no_bias>, tg::relu, tg::dense<3>> {};
struct conv : tg::network<tg::input<9, 8, 3>, tg::conv2d<21, 3, tg::same>, tg::gelu, tg::prelu<21>, tg::max_pool2d<2>, tg::conv2d<6, 2, tg::groups<3>>, tg::relu,
                          tg::conv2d<6, 3, tg::groups<6>, tg::same>, tg::flatten, tg::dense<7>, tg::softmax> {};

template<class Net>
void check() {
    static tg::parameters<Net> p = tg::initialize<Net>(3);
    for (auto& v : p.flat()) v += 0.01f;  // biases that are not zero
    static const tg::packed<Net> same(p);
    static const tg::packed<Net, tg::bf16> half(p);
    // bf16 by itself: the same network with its linear weights rounded.
    static tg::parameters<Net> rounded = p;
    tg::visit(rounded, [](std::string_view path, auto view) {
        if (path.ends_with("weight") && view.size() > 21)
            for (auto& v : view) v = static_cast<float>(tg::bf16(v));
    });
    static tg::inference<Net> run(p), narrow(rounded);
    static tg::inference run_same{same};
    static tg::inference run_half{half};
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        std::vector<float> x(Net::input::size);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = tg::philox{seed, 0}.uniform(i) - 0.5f;
        const auto &y = run(x), &a = run_same(x), &n = narrow(x), &b = run_half(x);
        for (std::size_t i = 0; i < y.size(); ++i) {
            CHECK(a[i] == doctest::Approx(y[i]).epsilon(1e-5));
            CHECK(b[i] == doctest::Approx(n[i]).epsilon(1e-5));
        }
    }
}
}

TEST_CASE("packed weights give the same answers, narrower ones those of rounded weights") {
    check<mlp>();
    check<conv>();
}

TEST_CASE("no inference refers to packed weights that are about to go") {
    static_assert(!std::is_constructible_v<tg::inference<mlp, 1, tg::packed<mlp>>, tg::packed<mlp>> && !std::is_constructible_v<tg::inference<mlp, 1, tg::packed<mlp>>, const tg::packed<mlp>>);
}

TEST_CASE("what is no whole sample is not read") {
    static const tg::parameters<mlp> p = tg::initialize<mlp>(3);
    static const tg::packed<mlp> w(p);
    static tg::inference run{w};
    const float before = run(std::vector<float>(37, 0.5f))[0];
    CHECK(run(std::vector<float>(36, -1.0f))[0] == before);
}

TEST_CASE("a snapshot: later changes of the parameters do not reach it until it is taken again") {
    static tg::parameters<mlp> p = tg::initialize<mlp>(3);
    static tg::packed<mlp> w(p);
    static tg::inference run{w};
    const std::vector<float> x(37, 0.5f);
    const float before = run(x)[0];
    p.get<4>().bias[0] += 1;
    CHECK(run(x)[0] == before);
    w.assign(p);
    CHECK(run(x)[0] == doctest::Approx(before + 1));
}
