// error: cosine_distance: a target must be a row of numbers
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<1>> {};
constexpr auto slope(tg::parameters<net> p, tg::parameters<net> dp) { return tg::value_and_gradient<tg::cosine_distance>(p, tg::tensor<float, tg::shape<2>>{}, 1, dp); }
