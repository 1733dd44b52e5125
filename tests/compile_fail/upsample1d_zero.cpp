// error: upsample1d: it needs a factor
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::upsample1d<0>, tg::dense<0>> {};
