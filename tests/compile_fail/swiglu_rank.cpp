// error: swiglu: the input must be time, width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::swiglu<8>, tg::dense<0>> {};
