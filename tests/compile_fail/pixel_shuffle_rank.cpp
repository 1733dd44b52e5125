// error: pixel_shuffle: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::pixel_shuffle<2>, tg::dense<0>> {};
