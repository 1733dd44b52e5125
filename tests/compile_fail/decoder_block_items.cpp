// error: decoder_block: it reads a bundle of x and memory
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 2>, tg::decoder_block<1, tg::feed_forward<8>>, tg::dense<0>> {};
