// error: linear: one product of x and weight
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3>, tg::linear<"i,io->o + i,io->o", tg::shape<3, 2>>, tg::dense<0>> {};
