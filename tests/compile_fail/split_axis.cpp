// error: split: there is no such axis; count from 0
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::split<2, 1, 1>, tg::dense<0>> {};
