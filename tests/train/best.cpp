#include <doctest/doctest.h>

#include <cmath>

#include <typegrad/train/best.hpp>
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<3>, tg::dense<2>> {};

constexpr float kept(double a, double b, double c) {
    tg::best<net> best;
    tg::parameters<net> p;
    for (const double value : {a, b, c}) {
        for (auto& v : p.flat()) v += 1;
        (void)best.offer(p, value);
    }
    return best.p.data()[net::parameter_count - 1];
}
}

TEST_CASE("the parameters of the lowest value are kept") {
    static_assert(kept(3, 2, 1) == 3 && kept(1, 2, 3) == 1 && kept(2, 1, 3) == 2);
    static_assert(kept(1, 1, 1) == 1);  // the first of equals
    CHECK(kept(std::nan(""), 2, std::nan("")) == 2);
    CHECK(kept(std::nan(""), std::nan(""), std::nan("")) == 0);
    tg::best<net> best;
    CHECK(best.offer(tg::initialize<net>(1), 0.5));
    CHECK(!best.offer(tg::initialize<net>(2), 0.75));
    CHECK(best.value == 0.5);
}

TEST_CASE("statistics belong to them") {
    struct normed : tg::network<tg::input<3>, tg::batch_norm<>, tg::dense<2>> {};
    auto p = tg::initialize<normed>(1);
    for (auto& v : p.statistics()) v += 0.5f;
    tg::best<normed> best;
    CHECK(best.offer(p, 1));
    for (std::size_t i = 0; i < p.total; ++i) CHECK(best.p.data()[i] == p.data()[i]);
}
