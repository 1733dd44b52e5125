// error: multi_head_attention: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 8>, tg::multi_head_attention<2, tg::same>, tg::dense<0>> {};
