// error: squeeze_excitation: the input must be height, width, channels or time, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::squeeze_excitation<2>, tg::dense<0>> {};
