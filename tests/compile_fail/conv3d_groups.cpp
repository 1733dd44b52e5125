// error: conv3d: groups must divide the channels
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9, 9, 9, 4>, tg::conv3d<6, 3, tg::groups<4>>, tg::dense<0>> {};
