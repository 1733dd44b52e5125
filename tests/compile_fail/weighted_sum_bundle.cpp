// error: weighted_sum: the sizes of the heads must add up to the size of the output
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6>, tg::fork<tg::dense<4>, tg::dense<2>>> {};

tg::trainer<net, tg::weighted_sum<tg::head<tg::cross_entropy, 4>, tg::head<tg::huber, 3>>> fit;
