// error: sinusoidal_positions: the input must be time, width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::sinusoidal_positions<>, tg::dense<0>> {};
