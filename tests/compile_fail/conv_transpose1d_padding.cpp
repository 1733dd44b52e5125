// error: conv_transpose1d: the padding leaves nothing of the output
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<2, 3>, tg::conv_transpose1d<4, 3, tg::padding<2>>, tg::dense<0>> {};
