#include "composed.hpp"

#include <string>

#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/squeeze_excitation.hpp>

namespace tg = typegrad;
using tg::shape;

namespace {
template<std::size_t Reduction, class In>
void check_gated() {
    check::check_layer<tg::squeeze_excitation<Reduction>, In>([](const double* p, const double* x, double* y) {
        constexpr std::size_t n = In::extent(In::rank - 1), hidden = n / Reduction, pixels = In::size / n;
        std::vector<double> gate(p + 2 * n * hidden + hidden, p + 2 * n * hidden + hidden + n);
        for (std::size_t k = 0; k < hidden; ++k) {
            double sum = p[n * hidden + k];
            for (std::size_t i = 0; i < In::size; ++i) sum += x[i] / static_cast<double>(pixels) * p[i % n * hidden + k];
            for (std::size_t c = 0; c < n && sum > 0; ++c) gate[c] += sum * p[n * hidden + hidden + k * n + c];
        }
        for (std::size_t i = 0; i < In::size; ++i) y[i] = x[i] / (1 + std::exp(-gate[i % n]));
    });
}
struct images : tg::network<tg::input<4, 3, 2>, tg::conv2d<6, 3, tg::same>, tg::relu, tg::squeeze_excitation<2>, tg::conv2d<2, 3, tg::same>> {};
}

TEST_CASE("squeeze_excitation: channels around the vector width") {
    check_gated<1, shape<1, 1, 1>>();
    check_gated<2, shape<2, 3, check::under_lanes>>();
    check_gated<4, shape<3, 1, check::lanes>>();
    check_gated<3, shape<2, 2, check::lanes + 1>>();
    check_gated<16, shape<1, 2, 37>>();
}

TEST_CASE("squeeze_excitation: a sequence") { check_gated<2, shape<5, 6>>(); }

TEST_CASE("squeeze_excitation: in a network, under names") {
    composed::check_network<images>();
    static tg::parameters<images> p;
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.weight", "0.bias", "2.squeeze.weight", "2.squeeze.bias", "2.excite.weight", "2.excite.bias", "3.weight", "3.bias"});
    CHECK(p.get<2>().get<"squeeze">().bias.size() == 3);
}

TEST_CASE("squeeze_excitation: constant evaluation") { check::check_constant<tg::squeeze_excitation<2>, shape<1, 2, 2>>(); }
