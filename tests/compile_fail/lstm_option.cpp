// error: lstm: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5, 8>, tg::lstm<4, tg::reset_before>, tg::dense<0>> {};
