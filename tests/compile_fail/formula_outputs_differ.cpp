// error: einsum: every product of a sum needs the same output
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3>, tg::linear<"i,io->o + i,ip->p", tg::shape<3, 2>>, tg::dense<0>> {};
