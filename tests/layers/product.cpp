#include "composed.hpp"

#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/compose.hpp>
#include <typegrad/layers/product.hpp>
#include <typegrad/layers/reshape.hpp>

namespace tg = typegrad;
using composed::check_network, composed::numbers, composed::output;

namespace {
struct scores : tg::network<tg::inputs<tg::shape<5, 2, 3>, tg::shape<4, 2, 3>>, tg::product<"qhd,khd->hqk">, tg::tanh> {};
struct mixture : tg::network<tg::inputs<tg::shape<2, 5, 4>, tg::shape<4, 2, 3>>, tg::product<"hqk,khd->qhd">> {};
struct matrices : tg::network<tg::inputs<tg::shape<3, check::lanes + 1>, tg::shape<check::lanes + 1, 17>>, tg::product<"ij,jk->ik">, tg::silu> {};
struct squares : tg::network<tg::input<3, 3>, tg::fork<tg::identity, tg::tanh>, tg::product<"ij,jk->ik">> {};
}

TEST_CASE("product: scores and mixture of attention, a product of matrices") {
    const auto x = numbers(scores::input::size);
    const auto y = output<scores>({}, x);
    for (std::size_t h = 0; h < 2; ++h)
        for (std::size_t q = 0; q < 5; ++q)
            for (std::size_t k = 0; k < 4; ++k) {
                double sum = 0;
                for (std::size_t d = 0; d < 3; ++d) sum += x[(q * 2 + h) * 3 + d] * x[30 + (k * 2 + h) * 3 + d];
                CHECK(y[(h * 5 + q) * 4 + k] == doctest::Approx(std::tanh(sum)).epsilon(1e-12));
            }
    check_network<scores>();
    check_network<mixture>();
    check_network<matrices>();
    check_network<squares>();
}

TEST_CASE("product: constant evaluation") { check::check_constant<tg::product<"qc,kc->qk">, tg::bundle<tg::shape<2, 3>, tg::shape<3, 3>>>(); }
