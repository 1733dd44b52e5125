// error: concat: it reads a bundle
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::concat, tg::dense<0>> {};
