// error: crop2d: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 6>, tg::crop2d<1>, tg::dense<0>> {};
