#include "check_layer.hpp"

#include <typegrad/layers/conv1d.hpp>

#include "reference/torch_case.hpp"

namespace tg = typegrad;
using reference::channels_first;
using tg::shape;

TEST_CASE("conv1d: PyTorch's Conv1d") {
    reference::suite torch("conv.txt", {"Conv1d"});
    torch.check<tg::conv1d<4, 3>, shape<10, 3>>("conv1d_0", channels_first);
    torch.check<tg::conv1d<4, 3, tg::stride<2>, tg::padding<1>>, shape<11, 3>>("conv1d_1", channels_first);
    torch.check<tg::conv1d<4, 3, tg::padding<2>, tg::dilation<2>>, shape<12, 4>>("conv1d_2", channels_first);
    torch.check<tg::conv1d<6, 5, tg::padding<2>, tg::groups<2>>, shape<9, 4>>("conv1d_3", channels_first);
    torch.check<tg::conv1d<4, 3, tg::padding<1>, tg::groups<4>, tg::no_bias>, shape<9, 4>>("conv1d_4", channels_first);
    torch.check<tg::conv1d<8, 3, tg::stride<2>, tg::padding<1>, tg::groups<4>>, shape<9, 4>>("conv1d_5", channels_first);
    torch.check<tg::conv1d<1, 7>, shape<7, 1>>("conv1d_6", channels_first);
    CHECK(torch.forgotten() == "");
}
