// error: max_pool2d: the window must fit into the input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3, 9, 2>, tg::max_pool2d<4>, tg::dense<0>> {};
