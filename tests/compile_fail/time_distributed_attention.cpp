// error: time_distributed: a layer that remembers
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<5, 4, 3>, tg::time_distributed<tg::residual<tg::multi_head_attention<1>>>, tg::dense<0>> {};
