// error: rotary: the input must be time, heads and an even width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 3>, tg::rotary<>, tg::dense<0>> {};
