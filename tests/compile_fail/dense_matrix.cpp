// error: dense: the input must be a vector; put flatten before this layer
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<28, 28, 1>, tg::conv2d<16, 5>, tg::dense<10>, tg::dense<0>> {};
