// error: crop2d: it takes one number or four
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 4, 6>, tg::crop2d<1, 1>, tg::dense<0>> {};
