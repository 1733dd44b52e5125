// error: avg_pool2d: the padding must be smaller than the window
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2>, tg::avg_pool2d<2, tg::padding<2>>, tg::dense<0>> {};
