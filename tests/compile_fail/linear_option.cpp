// error: linear: one product of x and weight, and no option but no_bias or a schedule
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3>, tg::linear<"i,io->o", tg::shape<3, 2>, tg::padding<1>>, tg::dense<0>> {};
