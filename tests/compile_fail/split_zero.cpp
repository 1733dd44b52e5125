// error: split: the sizes must be 1 or more and together make the axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::split<1, 8, 0>, tg::dense<0>> {};
