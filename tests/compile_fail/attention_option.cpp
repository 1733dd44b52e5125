// error: attention: it reads a bundle of query, key and value.*knows causal and masked
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<3, 1, 2>, tg::shape<4, 1, 2>, tg::shape<4, 1, 2>>, tg::scaled_dot_product_attention<tg::same>, tg::dense<0>> {};
