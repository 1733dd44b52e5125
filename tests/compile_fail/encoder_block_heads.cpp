// error: multi_head_attention: heads must divide the width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 3>, tg::encoder_block<2, tg::feed_forward<4>>, tg::dense<0>> {};
