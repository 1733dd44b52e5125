// error: squeeze_excitation: the reduction must leave at least one channel
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 8>, tg::squeeze_excitation<>, tg::dense<0>> {};
