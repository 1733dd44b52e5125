// error: attention: the mask must have one number for each key
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<3, 1, 2>, tg::shape<4, 1, 2>, tg::shape<4, 1, 2>, tg::shape<2, 4>>, tg::scaled_dot_product_attention<tg::masked>, tg::dense<0>> {};
