// error: gru: it needs a unit, a step and an input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5, 8>, tg::gru<0>, tg::dense<0>> {};
