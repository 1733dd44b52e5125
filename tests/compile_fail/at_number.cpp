// error: at and pick: the bundle has no item of this number
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<2>, tg::shape<3>>, tg::at<2, tg::relu>, tg::dense<0>> {};
