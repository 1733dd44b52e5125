#include "composed.hpp"

#include <typegrad/layers/positions.hpp>

namespace tg = typegrad;
using tg::shape;

TEST_CASE("sinusoidal_positions: sine and cosine of the position, of every frequency") {
    auto naive = [](std::size_t n) {
        return [n](const double*, const double* x, double* y) {
            for (std::size_t t = 0; t < 5; ++t)
                for (std::size_t i = 0; i < n; ++i) {
                    const double angle = static_cast<double>(t) / std::pow(10000, static_cast<double>(i / 2 * 2) / static_cast<double>(n + n % 2));
                    y[t * n + i] = x[t * n + i] + (i % 2 ? std::cos(angle) : std::sin(angle));
                }
        };
    };
    check::check_layer<tg::sinusoidal_positions<>, shape<5, 1>>(naive(1));
    check::check_layer<tg::sinusoidal_positions<>, shape<5, check::lanes + 1>>(naive(check::lanes + 1));
    check::check_layer<tg::sinusoidal_positions<>, shape<5, 6>>(naive(6));
}

TEST_CASE("angles far from the first position are as exact as double allows") {
    for (double x : {0.0, 0.1, 1.0, 3.0, -3.1, 100.25, 12345.678, -987654.25}) {
        const auto by = tg::detail::turn_by(x);
        CHECK(by.cosine == doctest::Approx(std::cos(x)).epsilon(1e-9));
        CHECK(by.sine == doctest::Approx(std::sin(x)).epsilon(1e-9));
    }
}

TEST_CASE("and so are those that are reached step by step") {
    tg::detail::turning<4, 10000> now(3);
    for (int t = 3; t < 10000; ++t) now.go_on();
    for (std::size_t i = 0; i < 2; ++i) {
        const double angle = 10000 * (i ? 0.01 : 1);
        CHECK(now.cosine[i] == doctest::Approx(std::cos(angle)).epsilon(1e-9));
        CHECK(now.sine[i] == doctest::Approx(std::sin(angle)).epsilon(1e-9));
    }
}

TEST_CASE("learned_positions: a row of the table each") {
    check::check_layer<tg::learned_positions<4>, shape<3, 5>>([](const double* p, const double* x, double* y) {
        for (std::size_t i = 0; i < 15; ++i) y[i] = x[i] + p[i];
    });
    check::check_layer<tg::learned_positions<2>, shape<2, check::lanes + 1>>();
}

TEST_CASE("rotary: pairs turned by their position, so that products depend on distances") {
    check::check_layer<tg::rotary<>, shape<4, 2, 6>>([](const double*, const double* x, double* y) {
        for (std::size_t t = 0; t < 4; ++t)
            for (std::size_t h = 0; h < 2; ++h)
                for (std::size_t i = 0; i < 3; ++i) {
                    const double angle = static_cast<double>(t) * std::pow(10000, -static_cast<double>(2 * i) / 6);
                    const double u = x[(t * 2 + h) * 6 + 2 * i], v = x[(t * 2 + h) * 6 + 2 * i + 1];
                    y[(t * 2 + h) * 6 + 2 * i] = u * std::cos(angle) - v * std::sin(angle);
                    y[(t * 2 + h) * 6 + 2 * i + 1] = u * std::sin(angle) + v * std::cos(angle);
                }
    });
    check::check_layer<tg::rotary<100>, shape<3, 2>>();
    struct turned : tg::network<tg::input<9, 4>, tg::rotary<>> {};
    const std::vector<double> q{1, 2, 3, 4}, k{-1, 0.5, 2, -3};
    std::vector<double> x;
    for (int t = 0; t < 9; ++t) x.insert(x.end(), t < 5 ? q.begin() : k.begin(), t < 5 ? q.end() : k.end());
    const auto y = composed::output<turned>({}, x);
    auto product = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (std::size_t i = 0; i < 4; ++i) sum += y[4 * a + i] * y[4 * b + i];
        return sum;
    };
    CHECK(product(0, 5) == doctest::Approx(product(3, 8)).epsilon(1e-9));
    CHECK(std::fabs(product(0, 5) - product(0, 8)) > 0.1);
}

TEST_CASE("positions: constant evaluation") {
    check::check_constant<tg::sinusoidal_positions<>, tg::shape<3, 4>>();
    check::check_constant<tg::learned_positions<4>, tg::shape<3, 4>>();
    check::check_constant<tg::rotary<>, tg::shape<3, 2, 4>>();
}
