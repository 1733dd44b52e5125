// error: triplet: the output must be shape<3, D>
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6>, tg::dense<6>> {};
tg::trainer<net, tg::triplet> fit;
