// error: global_max_pool2d: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::global_max_pool2d, tg::dense<0>> {};
