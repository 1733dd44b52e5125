// error: bilinear: it reads a bundle of two vectors
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::inputs<tg::shape<2, 3>, tg::shape<4>>, tg::bilinear<2>, tg::dense<0>> {};
