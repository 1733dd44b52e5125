// error: upsample1d: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::upsample1d<2, tg::bilinear_sampling>, tg::dense<0>> {};
