// error: instance_norm: there must be an axis before the channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<8>, tg::instance_norm<>, tg::dense<0>> {};
