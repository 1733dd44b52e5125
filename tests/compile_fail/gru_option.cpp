// error: gru: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5, 8>, tg::gru<4, tg::same>, tg::dense<0>> {};
