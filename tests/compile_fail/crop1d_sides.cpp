// error: crop1d: it takes one number or two
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 6>, tg::crop1d<1, 1, 1>, tg::dense<0>> {};
