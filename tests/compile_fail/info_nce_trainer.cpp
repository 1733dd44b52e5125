// error: info_nce: the output must be shape<2, D>
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6>, tg::dense<6>> {};

tg::trainer<net, tg::info_nce> fit;
