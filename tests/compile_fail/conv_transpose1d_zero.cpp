// error: conv_transpose1d: kernel and channels must not be zero
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 2>, tg::conv_transpose1d<0, 3>, tg::dense<0>> {};
