// error: multi_head_attention: the input must be time, width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<8>, tg::multi_head_attention<2>, tg::dense<0>> {};
