// error: flip: there is no such axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::flip<2>, tg::dense<0>> {};
