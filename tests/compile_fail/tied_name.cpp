// error: tied: no layer before it in this list has this name
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::tied<"stem", tg::dense<4>>, tg::dense<0>> {};
