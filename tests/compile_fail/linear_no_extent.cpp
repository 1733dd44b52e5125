// error: linear: the formula does not read the shape of x
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 4>, tg::linear<"(t+k)c,c->tc", tg::shape<4>>, tg::dense<0>> {};
