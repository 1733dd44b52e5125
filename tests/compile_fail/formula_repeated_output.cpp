// error: einsum: an index stands in two axes of the output
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<3>, tg::linear<"i,io->oo", tg::shape<3, 2>, tg::no_bias>, tg::dense<0>> {};
