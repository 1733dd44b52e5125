// error: product: the formula does not read the shapes of the two items
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2, 3>, tg::shape<4, 2>>, tg::product<"ij,jk->ik">, tg::dense<0>> {};
