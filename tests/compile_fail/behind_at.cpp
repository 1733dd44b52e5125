// error: conv2d: the input must be height, width, channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::inputs<tg::shape<4>, tg::shape<3>>, tg::at<1, tg::conv2d<1, 1>, tg::conv2d<2, 1>>, tg::dense<0>> {};
