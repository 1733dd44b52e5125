// error: slice: Begin \+ Count must stay within the axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::slice<1, 5, 4>, tg::dense<0>> {};
