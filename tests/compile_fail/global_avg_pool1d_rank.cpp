// error: global_avg_pool1d: the input must be time, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2>, tg::global_avg_pool1d, tg::dense<0>> {};
