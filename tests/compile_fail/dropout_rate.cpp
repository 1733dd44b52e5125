// error: dropout: it needs a rate
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::dropout<1>, tg::dense<0>> {};
