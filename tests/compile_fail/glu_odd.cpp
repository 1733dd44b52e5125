// error: glu: the last axis must be even
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::glu, tg::dense<0>> {};
