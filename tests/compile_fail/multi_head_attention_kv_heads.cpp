// error: multi_head_attention: heads must divide the width, kv_heads the heads
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 8>, tg::multi_head_attention<4, tg::kv_heads<3>>, tg::dense<0>> {};
