// error: projected: the projection must give the shape
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::projected<tg::dense<2>, tg::dense<3>>, tg::dense<0>> {};
