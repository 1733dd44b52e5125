// error: split: the sizes must be 1 or more and together make the axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::split<tg::last_axis, 3, 4>, tg::dense<0>> {};
