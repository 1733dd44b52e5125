// error: unembedding: it needs a vocabulary; give a size above zero
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 2>, tg::unembedding<0>, tg::dense<0>> {};
