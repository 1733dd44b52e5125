// error: rms_norm: it needs an axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<>, tg::rms_norm<>, tg::dense<0>> {};
