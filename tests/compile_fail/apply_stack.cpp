// error: apply: the workspace is too large for the stack; use inference or training
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<100000>, tg::relu, tg::dense<1>> {};
tg::parameters<net> p;
auto y = tg::apply(p, tg::tensor<float, tg::shape<2>>{});
