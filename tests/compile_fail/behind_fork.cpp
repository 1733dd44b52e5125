// error: conv2d: the input must be
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5>, tg::fork<tg::conv2d<1, 1>, tg::conv2d<2, 1>>, tg::dense<0>> {};
