// error: network: this layer reads one tensor, and this is a bundle
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2>, tg::shape<3>>, tg::relu, tg::dense<0>> {};
