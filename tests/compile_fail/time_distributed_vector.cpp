// error: time_distributed: it reads a sequence of steps
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::time_distributed<tg::dense<3>>, tg::dense<0>> {};
