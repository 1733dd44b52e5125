// error: conv2d: the kernel must fit into the input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<2, 9, 3>, tg::conv2d<4, 3>, tg::dense<0>> {};
