// error: conv2d: kernel and channels must not be zero
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2>, tg::conv2d<4, tg::kernel<0, 3>>, tg::dense<0>> {};
