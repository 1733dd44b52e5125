// error: linear: the formula does not read the shape of x
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3, 4>, tg::linear<"i,io->o", tg::shape<3, 2>>, tg::dense<0>> {};
