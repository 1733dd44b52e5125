// error: batch_norm: it needs an axis of channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<>, tg::batch_norm<>, tg::dense<0>> {};
