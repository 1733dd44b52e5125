// error: conv3d: kernel and channels must not be zero
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 9, 4>, tg::conv3d<6, tg::kernel<3, 0, 3>>, tg::dense<0>> {};
