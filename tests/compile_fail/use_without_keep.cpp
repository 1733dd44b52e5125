// error: use: nothing was kept under this name
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::use<"skip", tg::add>, tg::dense<0>> {};
