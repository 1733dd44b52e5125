// error: attention: it reads a bundle of query, key and value
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<3, 1, 2>, tg::shape<4, 1, 2>, tg::shape<4, 1, 2>>, tg::scaled_dot_product_attention<tg::masked>, tg::dense<0>> {};
