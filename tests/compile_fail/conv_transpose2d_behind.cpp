// error: conv_transpose2d: the output_padding must be smaller than the stride or the dilation
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 2>, tg::conv_transpose2d<4, 3, tg::output_padding<1>>, tg::dense<0>> {};
