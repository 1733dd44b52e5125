// error: crop2d: something must be left
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 4, 6>, tg::crop2d<2>, tg::dense<0>> {};
