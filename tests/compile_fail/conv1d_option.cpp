// error: conv1d: an option it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 2>, tg::conv1d<4, 3, tg::count_padding>, tg::dense<0>> {};
