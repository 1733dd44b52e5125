#include "composed.hpp"

#include <string>

#include <typegrad/layers/feed_forward.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct plain : tg::network<tg::input<3, 4>, tg::feed_forward<check::lanes + 1, tg::relu>> {};
struct gated : tg::network<tg::input<2, 3>, tg::swiglu<5>> {};
}

TEST_CASE("feed_forward: two dense layers for every step") {
    constexpr std::size_t hidden = check::lanes + 1;
    const auto p = numbers(plain::parameter_count), x = numbers(12, 9);
    const auto y = output<plain>(p, x);
    for (std::size_t t = 0; t < 3; ++t)
        for (std::size_t o = 0; o < 4; ++o) {
            double sum = p[4 * hidden + hidden + hidden * 4 + o];
            for (std::size_t h = 0; h < hidden; ++h) {
                double inner = p[4 * hidden + h];
                for (std::size_t i = 0; i < 4; ++i) inner += x[t * 4 + i] * p[i * hidden + h];
                sum += std::max(inner, 0.0) * p[4 * hidden + hidden + h * 4 + o];
            }
            CHECK(y[t * 4 + o] == doctest::Approx(sum).epsilon(1e-12));
        }
    check_network<plain>();
}

TEST_CASE("swiglu: a gate in front of the second layer") {
    const auto p = numbers(gated::parameter_count), x = numbers(6, 9);
    const auto y = output<gated>(p, x);
    for (std::size_t t = 0; t < 2; ++t)
        for (std::size_t o = 0; o < 3; ++o) {
            double sum = 0;
            for (std::size_t h = 0; h < 5; ++h) {
                double gate = 0, up = 0;
                for (std::size_t i = 0; i < 3; ++i) {
                    gate += x[t * 3 + i] * p[i * 5 + h];
                    up += x[t * 3 + i] * p[15 + i * 5 + h];
                }
                sum += gate / (1 + std::exp(-gate)) * up * p[30 + h * 3 + o];
            }
            CHECK(y[t * 3 + o] == doctest::Approx(sum).epsilon(1e-12));
        }
    check_network<gated>();
    static tg::parameters<gated> q;
    std::vector<std::string> paths;
    tg::visit(q, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.gate.weight", "0.up.weight", "0.down.weight"});
}

TEST_CASE("feed_forward, swiglu: constant evaluation") {
    check::check_constant<tg::feed_forward<3, tg::gelu>, tg::shape<2, 2>>();
    check::check_constant<tg::swiglu<3>, tg::shape<2, 2>>();
}
