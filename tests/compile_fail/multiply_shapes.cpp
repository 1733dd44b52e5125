// error: multiply: the second item must have the shape of the first
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2>, tg::shape<3>>, tg::multiply, tg::dense<0>> {};
