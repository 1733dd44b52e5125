// error: encoder_block: with masked it reads a bundle of x, time, width, and a mask
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 2>, tg::encoder_block<1, tg::feed_forward<8>, tg::masked>, tg::dense<0>> {};
