// error: conv2d: the input must be
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<5>, tg::conv2d<1, 1>, tg::reshape<3, 7>> {};
tg::trainer<wrong, tg::triplet, tg::sgd>* fit;
float step(tg::parameters<wrong>& p, const float (&x)[5]) { return fit->step(p, x, tg::unlabelled); }
