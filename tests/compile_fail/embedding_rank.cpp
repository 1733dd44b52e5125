// error: embedding: tokens come as a vector
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 2>, tg::embedding<10, 3>, tg::dense<0>> {};
