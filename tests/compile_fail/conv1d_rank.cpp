// error: conv1d: the input must be time, channels; put reshape<T, C> before this layer
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::conv1d<4, 3>, tg::dense<0>> {};
