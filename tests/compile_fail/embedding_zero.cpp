// error: embedding: it needs a vocabulary and a width
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::tokens<10, 4>, tg::embedding<10, 0>, tg::dense<0>> {};
