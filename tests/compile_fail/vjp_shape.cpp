// error: vjp: dy has another shape than y
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<1>> {};
tg::parameters<net> p, dp;
auto dx = tg::vjp(p, tg::tensor<float, tg::shape<2>>{}, tg::tensor<float, tg::shape<2>>{}, dp);
