// error: network: only the first item can be an input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<2>, tg::dense<3>, tg::input<3>, tg::dense<1>, tg::dense<0>> {};
