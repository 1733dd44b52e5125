#include <doctest/doctest.h>

#include <cmath>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<60>, tg::dense<200>, tg::relu, tg::dense<50>, tg::prelu<>> {};

template<class Initializer>
void check_variance(const Initializer& with, double first, double second) {
    static tg::parameters<net> p;
    tg::initialize(p, 5, with);
    auto variance = [](auto view) {
        double mean = 0, square = 0;
        for (float v : view) {
            mean += static_cast<double>(v);
            square += static_cast<double>(v) * static_cast<double>(v);
        }
        const double n = static_cast<double>(view.size());
        CHECK(std::fabs(mean / n) < 4 * std::sqrt(square / n / n));
        return square / n;
    };
    // 10,000 and more draws: a standard error below 1 %
    CHECK(variance(p.get<0>().weight) == doctest::Approx(first).epsilon(0.04));
    CHECK(variance(p.get<2>().weight) == doctest::Approx(second).epsilon(0.04));
    for (float b : p.get<0>().bias) CHECK(b == 0);
    CHECK(p.get<3>().weight[0] == 0.25f);
}
}

TEST_CASE("weights have the variance of their source, biases are zero") {
    check_variance(tg::he{}, 2.0 / 60, 2.0 / 200);
    check_variance(tg::glorot{}, 2.0 / 260, 2.0 / 250);
    check_variance(tg::lecun{}, 1.0 / 60, 1.0 / 200);
}

TEST_CASE("orthogonal weights") {
    static tg::parameters<net> p;
    tg::initialize(p, 5, tg::orthogonal{});
    const auto wide = p.get<0>().weight;  // <60, 200>: rows are orthonormal
    const auto tall = p.get<2>().weight;  // <200, 50>: columns are
    for (std::size_t a = 0; a < 50; ++a)
        for (std::size_t b = 0; b <= a; ++b) {
            double rows = 0, columns = 0;
            for (std::size_t i = 0; i < 200; ++i) {
                rows += static_cast<double>(wide(a, i)) * static_cast<double>(wide(b, i));
                columns += static_cast<double>(tall(i, a)) * static_cast<double>(tall(i, b));
            }
            CHECK(rows == doctest::Approx(a == b).epsilon(1e-5));
            CHECK(columns == doctest::Approx(a == b).epsilon(1e-5));
        }
}

TEST_CASE("a seed gives the same numbers at compile time and at run time") {
    struct tiny : tg::network<tg::input<3>, tg::dense<2>> {};
    static constexpr auto p = tg::initialize<tiny>(9);
    const auto q = tg::initialize<tiny>(9), other = tg::initialize<tiny>(10);
    for (std::size_t i = 0; i < p.flat().size(); ++i) CHECK(p.data()[i] == q.data()[i]);
    CHECK(p.data()[0] != other.data()[0]);
}
