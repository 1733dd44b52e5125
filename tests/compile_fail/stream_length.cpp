// error: stream: some layer's parameters depend on the length of the sequence
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<3, 2>, tg::flatten, tg::dense<2>> {};
static tg::parameters<net> p;
static tg::stream<net> s{p};
