// error: conv_transpose1d: the input must be time, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::conv_transpose1d<4, 3>, tg::dense<0>> {};
