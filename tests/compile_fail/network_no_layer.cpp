// error: network: an item is no layer
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct nothing {};
struct wrong : tg::network<tg::input<2>, nothing, tg::dense<1>, tg::dense<0>> {};
