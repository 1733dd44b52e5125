// error: triplet: the output must be shape<3, D>
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6>, tg::dense<6>> {};

float loss(const tg::parameters<net>& p, const tg::tensor<float, net::input>& x, tg::parameters<net>& dp) { return tg::value_and_gradient<tg::triplet>(p, x, tg::unlabelled, dp); }
