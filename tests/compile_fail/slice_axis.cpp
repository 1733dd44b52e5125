// error: slice: there is no such axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::slice<2, 0, 1>, tg::dense<0>> {};
