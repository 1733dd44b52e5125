// error: slice: Begin \+ Count must stay within the axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 8>, tg::slice<1, 5, 0>, tg::dense<0>> {};
