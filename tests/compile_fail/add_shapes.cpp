// error: add: the items must have one shape
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2>, tg::shape<3>>, tg::add, tg::dense<0>> {};
