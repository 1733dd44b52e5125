// error: softmax: it needs an axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<>, tg::softmax, tg::dense<0>> {};
