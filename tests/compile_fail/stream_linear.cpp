// error: stream: a layer looks at other steps
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<8, 2>, tg::linear<"(t+k)c,kco->to", tg::shape<3, 2, 2>>> {};

void run(const tg::parameters<net>& p, const float* x) { (void)tg::stream<net, 4>(p)(x); }
