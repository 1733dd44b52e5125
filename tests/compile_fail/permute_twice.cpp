// error: permute: it must name each axis once
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::permute<0, 1, 1>, tg::dense<0>> {};
