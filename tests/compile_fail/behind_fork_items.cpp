// error: attention: the mask must have one number for each key
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<4, 2>, tg::shape<3>>, tg::fork<tg::sequential<tg::fork<tg::multi_head_attention<1, tg::masked>, tg::pick<0>>, tg::add>, tg::pick<1>>, tg::dense<0>> {};
