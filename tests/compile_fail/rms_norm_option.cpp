// error: rms_norm: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<8>, tg::rms_norm<tg::no_bias>, tg::dense<0>> {};
