// error: fork: a bundle has at most eight items
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::fork<tg::relu, tg::relu, tg::relu, tg::relu, tg::relu, tg::relu, tg::relu, tg::relu, tg::relu>, tg::dense<0>> {};
