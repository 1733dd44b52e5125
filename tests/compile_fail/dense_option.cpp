// error: dense: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3>, tg::dense<2, tg::stride<2>>, tg::dense<0>> {};
