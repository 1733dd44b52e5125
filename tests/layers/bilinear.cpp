#include "composed.hpp"

#include <string>

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/bilinear.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using tg::bundle;
using tg::shape;

namespace {
template<std::size_t A, std::size_t B, std::size_t Out, auto... Options>
void check_bilinear(bool bias = true) {
    check::check_layer<tg::bilinear<Out, Options...>, bundle<shape<A>, shape<B>>, shape<Out>>([=](const double* p, const double* x, double* y) {
        for (std::size_t o = 0; o < Out; ++o) {
            y[o] = bias ? p[A * B * Out + o] : 0;
            for (std::size_t i = 0; i < A; ++i)
                for (std::size_t j = 0; j < B; ++j) y[o] += x[i] * p[(i * B + j) * Out + o] * x[A + j];
        }
    });
}
struct pair : tg::network<tg::inputs<shape<3>, shape<4>>, tg::bilinear<5>, tg::silu> {};
}

TEST_CASE("bilinear: sizes around the vector width") {
    check_bilinear<1, 1, 1>();
    check_bilinear<3, check::under_lanes, 2>();
    check_bilinear<check::lanes, 2, check::lanes + 1>();
    check_bilinear<check::lanes + 1, 1, 3>();
    check_bilinear<2, 37, 4>();
}

TEST_CASE("bilinear: without bias") { check_bilinear<3, 2, 5, tg::no_bias>(false); }

TEST_CASE("bilinear: its weight has an axis for each item") {
    composed::check_network<pair>();
    static tg::parameters<pair> p;
    p.get<0>().weight(2, 1, 3) = 7;
    CHECK(p.data()[(2 * 4 + 1) * 5 + 3] == 7);
    std::vector<std::string> paths;
    tg::visit(p, [&](std::string_view path, auto) { paths.emplace_back(path); });
    CHECK(paths == std::vector<std::string>{"0.weight", "0.bias"});
}

TEST_CASE("bilinear: constant evaluation") { check::check_constant<tg::bilinear<2>, bundle<shape<2>, shape<3>>>(); }

TEST_CASE("bilinear: PyTorch's Bilinear") {
    reference::suite torch("linear.txt", {"Bilinear"});
    torch.check<tg::bilinear<5>, bundle<shape<3>, shape<4>>>("bilinear", reference::two_inputs);
    CHECK(torch.forgotten() == "");
}
