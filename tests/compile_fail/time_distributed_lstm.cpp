// error: time_distributed: a layer that remembers
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 3, 2>, tg::time_distributed<tg::lstm<3, tg::last>>, tg::dense<0>> {};
