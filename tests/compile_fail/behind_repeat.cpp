// error: dense: it needs at least one output
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5>, tg::repeat<3, tg::dense<0>, tg::relu>, tg::dense<0>> {};
