// error: global_avg_pool2d: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 2>, tg::global_avg_pool2d, tg::dense<0>> {};
