// error: reshape: the sizes differ
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<8, 2>, tg::reshape<8, 1, 2>, tg::reshape<8, 2>, tg::gru<3>> {};

void run(const tg::parameters<net>& p, const float* x) { (void)tg::stream<net, 4>(p)(x); }
