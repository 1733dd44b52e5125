// error: conv_transpose1d: groups must divide the channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 3>, tg::conv_transpose1d<4, 3, tg::groups<2>>, tg::dense<0>> {};
