// error: linear: the formula does not read the shape of x
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4>, tg::linear<"i,io->o", tg::shape<5, 3>>, tg::dense<0>> {};
