// error: residual: its layers must give the shape that they read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::residual<tg::dense<3>>, tg::dense<0>> {};
