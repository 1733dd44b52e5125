// error: network: a function of each element reads one tensor
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2>, tg::shape<3>>, tg::relu> {};
