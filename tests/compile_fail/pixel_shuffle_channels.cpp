// error: pixel_shuffle: the channels must be a multiple of Scale Scale
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 4, 6>, tg::pixel_shuffle<2>, tg::dense<0>> {};
