// error: parallel: one layer for each item
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2>, tg::shape<3>>, tg::parallel<tg::relu>, tg::dense<0>> {};
