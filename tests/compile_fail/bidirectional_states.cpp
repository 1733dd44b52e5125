// error: bidirectional: with_state it reads a bundle
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::inputs<tg::shape<5, 8>, tg::shape<4>>, tg::bidirectional<tg::gru<4, tg::with_state>>, tg::dense<0>> {};
