// error: targets: how many there are must be known; give an array, a vector or a span
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<3>> {};
float step(tg::trainer<net>& fit, tg::parameters<net>& p, const float (&image)[2], const int* labels) { return fit.step(p, image, labels); }
