// error: group_norm: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::group_norm<2, tg::stride<2>>, tg::dense<0>> {};
