// error: einsum: an output index occurs in no operand
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3>, tg::linear<"i,i->o", tg::shape<3>>, tg::dense<0>> {};
