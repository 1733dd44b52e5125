// error: global_max_pool1d: the input must be time, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<8>, tg::global_max_pool1d, tg::dense<0>> {};
