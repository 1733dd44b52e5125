// error: avg_pool1d: the window must fit into the input
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<3, 2>, tg::avg_pool1d<4>, tg::dense<0>> {};
