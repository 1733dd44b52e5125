// error: learned_positions: more steps than positions
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 2>, tg::learned_positions<0>, tg::dense<0>> {};
