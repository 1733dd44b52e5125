// error: concat: all axes but the last must be the same
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2, 3>, tg::shape<3, 3>>, tg::concat, tg::dense<0>> {};
