// error: gru: (an|its) activation needs df_of_y
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5, 8>, tg::gru<4, tg::activation<tg::gelu>>, tg::dense<0>> {};
