// error: rnn: with_state reads a bundle
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::inputs<tg::shape<5, 8>, tg::shape<3>>, tg::rnn<4, tg::with_state>, tg::dense<0>> {};
