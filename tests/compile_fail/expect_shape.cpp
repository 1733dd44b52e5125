// error: expect: the shape is not the one expected
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::dense<4>, tg::expect<5>, tg::dense<0>> {};
