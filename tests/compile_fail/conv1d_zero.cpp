// error: conv1d: kernel and channels must not be zero
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 2>, tg::conv1d<0, 3>, tg::dense<0>> {};
