// error: pad2d: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::pad2d<1>, tg::dense<0>> {};
