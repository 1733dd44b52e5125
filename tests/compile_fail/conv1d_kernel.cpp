// error: conv1d: the kernel must fit into the input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 3>, tg::conv1d<4, 3, tg::dilation<2>>, tg::dense<0>> {};
