// error: stream: a layer looks at other steps than those of the past
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6, 3>, tg::lstm<4, tg::reverse>> {};
float wrong(tg::stream<net>& s, const tg::tensor<float, tg::shape<1, 3>>& x) { return s(x)[0]; }
