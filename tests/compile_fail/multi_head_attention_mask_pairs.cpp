// error: attention: the mask must have one number for each key
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<4, 8>, tg::shape<4, 3>>, tg::multi_head_attention<2, tg::masked, tg::causal>, tg::dense<0>> {};
