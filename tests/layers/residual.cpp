#include "composed.hpp"

#include <string>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/layers/residual.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct vectors : tg::network<tg::input<5>, tg::residual<tg::dense<3>, tg::tanh, tg::dense<5>>, tg::relu> {};
struct nested : tg::network<tg::input<3>, tg::residual<tg::dense<3>, tg::residual<tg::tanh>>, tg::dense<2>> {};
struct images : tg::network<tg::input<5, 4, 3>, tg::conv2d<4, 3, tg::same>, tg::relu, tg::residual<tg::conv2d<4, 3, tg::same>, tg::silu, tg::conv2d<4, 3, tg::same>>, tg::relu,
                            tg::projected<tg::conv2d<6, 1, tg::stride<2>>, tg::conv2d<6, 3, tg::same, tg::stride<2>>, tg::relu>, tg::max_pool2d<2>, tg::flatten, tg::dense<3>> {};
}

// Without training the last linear layer of a branch, or the projection, adds the other way to its sums.
static_assert(tg::detail::fuse<vectors, false>::steps.size == 2 && tg::detail::fuse<vectors, true>::steps.size == 4);
static_assert(tg::detail::fuse<vectors, false>::steps.at[1].sums && tg::detail::fuse<vectors, false>::steps.at[1].end == 5);
static_assert(tg::detail::fuse<images, false>::steps.size == 7 && tg::detail::fuse<images, false>::steps.at[4].sums);

TEST_CASE("residual: y = f(x) + x") {
    const auto p = numbers(vectors::parameter_count), x = numbers(5, 9);
    const auto y = output<vectors>(p, x);
    for (std::size_t o = 0; o < 5; ++o) {
        double sum = p[5 * 3 + 3 + 3 * 5 + o] + x[o];
        for (std::size_t h = 0; h < 3; ++h) {
            double inner = p[15 + h];
            for (std::size_t i = 0; i < 5; ++i) inner += x[i] * p[i * 3 + h];
            sum += std::tanh(inner) * p[18 + h * 5 + o];
        }
        CHECK(y[o] == doctest::Approx(std::max(sum, 0.0)).epsilon(1e-12));
    }
    check_network<vectors>();
    check_network<nested>();
}

TEST_CASE("residual: convolutions, with a projection where the shape changes") { check_network<images>(); }

TEST_CASE("residual: its layers are numbered as in its own list") {
    static tg::parameters<images> p;
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.weight", "0.bias", "2.0.weight", "2.0.bias", "2.2.weight", "2.2.bias", "4.0.weight", "4.0.bias", "4.projection.weight", "4.projection.bias",
                                            "7.weight", "7.bias"});
    CHECK(p.get<2>().get<2>().weight.data() == p.data() + 3 * 3 * 3 * 4 + 4 + 3 * 3 * 4 * 4 + 4);
    CHECK(p.get<4>().get<"projection">().bias.size() == 6);
}

TEST_CASE("residual: constant evaluation") { check::check_constant<tg::residual<tg::dense<3>, tg::tanh>, tg::shape<3>>(); }
