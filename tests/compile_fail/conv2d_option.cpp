// error: conv2d: an option it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2>, tg::conv2d<4, 3, tg::same, tg::padding<7>>, tg::dense<0>> {};
