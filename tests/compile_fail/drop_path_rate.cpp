// error: drop_path: it needs a rate
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::drop_path<-1>, tg::dense<0>> {};
