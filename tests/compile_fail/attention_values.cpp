// error: attention: it reads a bundle of query, key and value
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<3, 2, 2>, tg::shape<4, 2, 2>, tg::shape<5, 2, 2>>, tg::scaled_dot_product_attention<>, tg::dense<0>> {};
