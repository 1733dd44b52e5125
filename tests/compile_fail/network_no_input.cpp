// error: network: a network begins with an input; put input<[.][.][.]> first
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::dense<3>, tg::relu, tg::dense<0>> {};
