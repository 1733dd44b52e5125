// error: upsample1d: the input must be time, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::upsample1d<2>, tg::dense<0>> {};
