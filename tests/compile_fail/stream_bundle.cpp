// error: stream: it needs a network that reads one sequence
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<3, 2>, tg::shape<3, 2>>, tg::add> {};
static tg::parameters<net> p;
static tg::stream<net> s{p};
