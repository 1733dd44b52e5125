// error: pad2d: a reflection must be shorter than the input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::pad2d<4, tg::reflect>, tg::dense<0>> {};
