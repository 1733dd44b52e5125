// error: max_pool1d: an option it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 2>, tg::max_pool1d<2, tg::stride<1, 2>>, tg::dense<0>> {};
