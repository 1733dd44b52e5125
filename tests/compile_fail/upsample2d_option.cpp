// error: upsample2d: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8, 2>, tg::upsample2d<2, tg::linear_sampling>, tg::dense<0>> {};
