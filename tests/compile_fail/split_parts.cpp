// error: split: it makes two to eight parts
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::split<0, 1, 1, 1, 1, 1, 1, 1, 1, 1>, tg::dense<0>> {};
