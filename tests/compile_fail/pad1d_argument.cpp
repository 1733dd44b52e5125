// error: pad1d: an argument it does not have or cannot read
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<4, 8>, tg::pad1d<-1>, tg::dense<0>> {};
