// error: bidirectional: it takes rnn, lstm or gru
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5, 8>, tg::bidirectional<tg::time_distributed<tg::dense<4>>>, tg::dense<0>> {};
