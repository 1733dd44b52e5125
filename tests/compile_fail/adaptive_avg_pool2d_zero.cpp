// error: adaptive_avg_pool2d: it needs a size
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::adaptive_avg_pool2d<0, 2>, tg::dense<0>> {};
