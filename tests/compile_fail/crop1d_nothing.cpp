// error: crop1d: something must be left
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 6>, tg::crop1d<1, 3>, tg::dense<0>> {};
