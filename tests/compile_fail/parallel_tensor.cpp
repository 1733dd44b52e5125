// error: parallel: one layer for each item
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::parallel<tg::relu, tg::tanh>, tg::dense<0>> {};
