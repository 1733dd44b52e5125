// error: dense: it needs at least one output
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3>, tg::dense<0>, tg::dense<0>> {};
