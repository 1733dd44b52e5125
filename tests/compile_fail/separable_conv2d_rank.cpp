// error: separable_conv2d: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9>, tg::separable_conv2d<4, 3>, tg::dense<0>> {};
