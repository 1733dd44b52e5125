// error: conv2d: the input must be
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5>, tg::residual<tg::dense<5>, tg::conv2d<5, 1>, tg::dense<0>>, tg::dense<0>> {};
