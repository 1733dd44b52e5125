// error: conv2d: the input must be
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5>, tg::named<"stem", tg::conv2d<1, 1>>, tg::tied<"stem", tg::conv2d<1, 1>>> {};
