// error: spatial_dropout: it needs a rate
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::spatial_dropout<1.5>, tg::dense<0>> {};
