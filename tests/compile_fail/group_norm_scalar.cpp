// error: group_norm: it needs an axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<>, tg::group_norm<1>, tg::dense<0>> {};
