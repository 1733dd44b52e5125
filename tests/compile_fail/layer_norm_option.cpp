// error: layer_norm: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<8>, tg::layer_norm<tg::stride<2>>, tg::dense<0>> {};
