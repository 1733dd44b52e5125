// error: reshape: the sizes differ
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<9>, tg::reshape<2, 4>, tg::dense<0>> {};
