// error: l2_normalize: an option it does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<8>, tg::l2_normalize<tg::no_affine>, tg::dense<0>> {};
