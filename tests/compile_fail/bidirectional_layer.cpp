// error: bidirectional: it takes rnn, lstm or gru
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5, 8>, tg::bidirectional<tg::lstm<4, tg::with_state>>, tg::dense<0>> {};
