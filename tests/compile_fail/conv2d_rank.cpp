// error: conv2d: the input must be height, width, channels; put reshape<H, W, C> before this layer
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9>, tg::conv2d<4, 3>, tg::dense<0>> {};
