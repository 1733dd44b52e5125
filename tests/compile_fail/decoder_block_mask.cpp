// error: attention: the mask must have one number for each key
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<4, 2>, tg::shape<3, 2>, tg::shape<4>>, tg::decoder_block<1, tg::feed_forward<8>, tg::masked>, tg::dense<0>> {};
