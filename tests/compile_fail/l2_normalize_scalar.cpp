// error: l2_normalize: it needs an axis
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<>, tg::l2_normalize<>, tg::dense<0>> {};
