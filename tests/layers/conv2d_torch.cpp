#include "check_layer.hpp"

#include <typegrad/layers/conv2d.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using reference::channels_first;
using tg::shape;

TEST_CASE("conv2d: PyTorch's Conv2d") {
    reference::suite torch("conv.txt", {"Conv2d"});
    torch.check<tg::conv2d<1, 3>, shape<5, 5, 1>>("conv2d_0", channels_first);
    torch.check<tg::conv2d<4, 3, tg::padding<1>>, shape<7, 6, 3>>("conv2d_1", channels_first);
    torch.check<tg::conv2d<4, 3, tg::stride<2>, tg::padding<1>>, shape<8, 7, 3>>("conv2d_2", channels_first);
    torch.check<tg::conv2d<3, 3, tg::padding<2>, tg::dilation<2>>, shape<9, 9, 2>>("conv2d_3", channels_first);
    torch.check<tg::conv2d<6, 3, tg::padding<1>, tg::groups<2>>, shape<6, 6, 4>>("conv2d_4", channels_first);
    torch.check<tg::conv2d<4, 3, tg::stride<2>, tg::padding<1>, tg::groups<4>>, shape<7, 7, 4>>("conv2d_5", channels_first);
    torch.check<tg::conv2d<8, 3, tg::padding<1>, tg::groups<4>, tg::no_bias>, shape<6, 6, 4>>("conv2d_6", channels_first);
    torch.check<tg::conv2d<7, 1>, shape<4, 4, 5>>("conv2d_7", channels_first);
    torch.check<tg::conv2d<3, tg::kernel<5, 3>, tg::stride<2, 1>, tg::padding<2, 0, 2, 0>, tg::dilation<1, 2>>, shape<8, 6, 2>>("conv2d_8", channels_first);
    torch.check<tg::conv2d<2, tg::kernel<1, 4>, tg::stride<1, 2>, tg::padding<0, 1, 0, 1>, tg::no_bias>, shape<6, 10, 3>>("conv2d_9", channels_first);
    CHECK(torch.forgotten() == "");
}
