// error: conv_transpose2d: an option it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2>, tg::conv_transpose2d<4, 3, tg::stride<1, 2, 3>>, tg::dense<0>> {};
