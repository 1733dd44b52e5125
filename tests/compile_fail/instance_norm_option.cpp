// error: instance_norm: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::instance_norm<tg::same>, tg::dense<0>> {};
