// error: group_norm: the groups must share the channels evenly
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::group_norm<3>, tg::dense<0>> {};
