// error: weighted_sum: the sizes of the heads must add up to the size of the output
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6>, tg::dense<6>> {};
tg::trainer<net, tg::weighted_sum<tg::head<tg::cross_entropy, 4>, tg::head<tg::huber, 1>>> fit;
