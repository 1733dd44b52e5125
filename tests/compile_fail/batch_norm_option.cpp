// error: batch_norm: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::batch_norm<tg::same>, tg::dense<0>> {};
