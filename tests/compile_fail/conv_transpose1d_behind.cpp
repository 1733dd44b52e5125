// error: conv_transpose1d: the output_padding must be smaller than the stride or the dilation
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 2>, tg::conv_transpose1d<4, 3, tg::stride<2>, tg::output_padding<2>>, tg::dense<0>> {};
