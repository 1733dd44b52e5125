// error: parameters: the network has no layer of this number
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<1>> {};
tg::parameters<net> p;
auto l = p.get<1>();
