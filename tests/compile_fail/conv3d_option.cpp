// error: conv3d: an option it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 9, 4>, tg::conv3d<6, 3, tg::padding<1, 0, 1, 0>>, tg::dense<0>> {};
