// error: prelu: one weight, or one for each channel
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::prelu<4>, tg::dense<0>> {};
