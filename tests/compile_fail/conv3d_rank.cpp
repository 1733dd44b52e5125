// error: conv3d: the input must be depth, height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 4>, tg::conv3d<6, 3>, tg::dense<0>> {};
