// error: conv_transpose2d: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9>, tg::conv_transpose2d<4, 3>, tg::dense<0>> {};
