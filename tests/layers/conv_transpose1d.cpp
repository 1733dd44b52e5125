#include "check_layer.hpp"

#include <typegrad/layers/conv_transpose1d.hpp>

#include "layers/naive_conv_transpose.hpp"
#include "reference/torch_case.hpp"

namespace tg = typegrad;
using naive::check_transposed;
using tg::shape;

TEST_CASE("conv_transpose1d: channels around the vector width") {
    check_transposed<tg::conv_transpose1d<1, 1>, shape<1, 1>, shape<1, 1>>({});
    check_transposed<tg::conv_transpose1d<check::under_lanes, 3, tg::stride<2>>, shape<4, 2>, shape<9, check::under_lanes>>({.kernel = {3, 1}, .stride = {2, 1}});
    check_transposed<tg::conv_transpose1d<check::lanes, 2, tg::stride<2>>, shape<2, check::lanes + 1>, shape<4, check::lanes>>({.kernel = {2, 1}, .stride = {2, 1}});
    check_transposed<tg::conv_transpose1d<check::lanes + 1, 3>, shape<2, 1>, shape<4, check::lanes + 1>>({.kernel = {3, 1}});
    check_transposed<tg::conv_transpose1d<37, 1, tg::no_bias>, shape<2, 5>, shape<2, 37>>({.bias = false});
}

TEST_CASE("conv_transpose1d: a stride, padding, dilation, groups") {
    check_transposed<tg::conv_transpose1d<3, 5, tg::stride<3>, tg::padding<1, 2>, tg::output_padding<1>>, shape<4, 2>, shape<12, 3>>({.kernel = {5, 1}, .stride = {3, 1}, .before = {1, 0}});
    check_transposed<tg::conv_transpose1d<2, 3, tg::stride<2>, tg::dilation<3>, tg::padding<2>>, shape<4, 3>, shape<9, 2>>({.kernel = {3, 1}, .stride = {2, 1}, .before = {2, 0}, .dilation = {3, 1}});
    check_transposed<tg::conv_transpose1d<6, 4, tg::stride<2>, tg::groups<3>>, shape<3, 3>, shape<8, 6>>({.kernel = {4, 1}, .stride = {2, 1}, .groups = 3});
    check_transposed<tg::conv_transpose1d<5, 3, tg::padding<1>, tg::groups<5>>, shape<4, 5>, shape<4, 5>>({.kernel = {3, 1}, .before = {1, 0}, .groups = 5});
}

TEST_CASE("conv_transpose1d: constant evaluation") { check::check_constant<tg::conv_transpose1d<2, 3, tg::stride<2>, tg::padding<1>>, shape<3, 2>>(); }

TEST_CASE("conv_transpose1d: PyTorch's ConvTranspose1d") {
    reference::suite torch("conv.txt", {"ConvTranspose1d"});
    torch.check<tg::conv_transpose1d<2, 4, tg::stride<2>, tg::padding<1>, tg::output_padding<1>>, shape<6, 3>>("convt1d_0", reference::channels_first_transposed);
    CHECK(torch.forgotten() == "");
}
