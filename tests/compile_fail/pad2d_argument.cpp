// error: pad2d: an argument it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::pad2d<tg::padding<1, 2>>, tg::dense<0>> {};
