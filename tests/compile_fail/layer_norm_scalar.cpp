// error: layer_norm: it needs an axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<>, tg::layer_norm<>, tg::dense<0>> {};
