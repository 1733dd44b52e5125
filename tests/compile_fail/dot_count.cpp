// error: dot: it reads a bundle of two items of one shape
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<3>, tg::shape<3>, tg::shape<3>>, tg::dot, tg::dense<0>> {};
