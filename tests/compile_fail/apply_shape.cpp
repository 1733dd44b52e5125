// error: apply: x has another shape than the input of the network
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<1>> {};
tg::parameters<net> p;
auto y = tg::apply(p, tg::tensor<float, tg::shape<3>>{});
