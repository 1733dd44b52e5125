// error: decoder_block: it reads a bundle of x and memory.*with masked a mask
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<4, 2>, tg::shape<3, 2>>, tg::decoder_block<1, tg::feed_forward<8>, tg::masked>, tg::dense<0>> {};
