// error: add: the items must have one shape
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::keep<"x">, tg::dense<3>, tg::use<"x", tg::add>, tg::dense<0>> {};
