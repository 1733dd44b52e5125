// error: adaptive_avg_pool1d: the input must be time, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::adaptive_avg_pool1d<1>, tg::dense<0>> {};
