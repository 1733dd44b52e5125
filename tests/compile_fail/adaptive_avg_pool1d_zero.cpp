// error: adaptive_avg_pool1d: it needs a size
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::adaptive_avg_pool1d<0>, tg::dense<0>> {};
