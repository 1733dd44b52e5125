// error: inference: its weights are float, or packed for one sample at a time
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<1>> {};
tg::parameters<net> p;
tg::inference<net, 1, tg::bf16> run(p);
