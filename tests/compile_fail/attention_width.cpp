// error: attention: the heads of the key must divide those of the query, and their width be the same
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<3, 2, 2>, tg::shape<4, 2, 3>, tg::shape<4, 2, 3>>, tg::scaled_dot_product_attention<>, tg::dense<0>> {};
