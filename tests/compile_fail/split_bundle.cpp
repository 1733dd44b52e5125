// error: split: it reads one tensor, and this is a bundle
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::inputs<tg::shape<8>, tg::shape<8>>, tg::split<tg::last_axis, 4, 4>, tg::dense<0>> {};
