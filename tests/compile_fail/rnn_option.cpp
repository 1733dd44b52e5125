// error: rnn: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5, 8>, tg::rnn<4, tg::gate_activation<tg::sigmoid>>, tg::dense<0>> {};
