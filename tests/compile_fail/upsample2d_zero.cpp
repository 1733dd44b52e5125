// error: upsample2d: it needs a factor
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::upsample2d<0>, tg::dense<0>> {};
