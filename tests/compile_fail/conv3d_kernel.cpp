// error: conv3d: the kernel must fit into the input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2, 4>, tg::conv3d<6, 3>, tg::dense<0>> {};
