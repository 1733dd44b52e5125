// error: einsum: the formula is too large
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3>, tg::linear<"abcdefghi,a->a", tg::shape<3>>, tg::dense<0>> {};
