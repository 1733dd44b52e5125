// error: unembedding: the input must be time, width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::unembedding<10>, tg::dense<0>> {};
