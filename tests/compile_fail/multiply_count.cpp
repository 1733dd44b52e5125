// error: multiply: it reads a bundle of two items
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::multiply, tg::dense<0>> {};
