// error: learned_positions: the input must be time, width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::learned_positions<4>, tg::dense<0>> {};
