// error: training: it needs room for at least one sample
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<1>> {};
tg::parameters<net> p;
tg::training<net, 0> pass(p);
