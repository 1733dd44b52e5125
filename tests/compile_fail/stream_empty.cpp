// error: stream: a block has at least one step
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<3, 2>, tg::relu> {};
static tg::parameters<net> p;
static tg::stream<net, 0> s{p};
