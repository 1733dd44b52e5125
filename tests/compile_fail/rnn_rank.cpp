// error: rnn: the input must be a sequence
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<8>, tg::rnn<4>, tg::dense<0>> {};
