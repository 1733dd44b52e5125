// error: max_pool2d: an option it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2>, tg::max_pool2d<2, tg::no_bias>, tg::dense<0>> {};
