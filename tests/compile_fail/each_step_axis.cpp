// error: each_step: the first axis of the output must be the steps
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6>, tg::dense<6>> {};
tg::trainer<net, tg::each_step<tg::cross_entropy, 3>> fit;
