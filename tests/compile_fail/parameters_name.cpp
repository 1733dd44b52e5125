// error: parameters: no layer has this name
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::named<"stem", tg::dense<1>>> {};
tg::parameters<net> p;
auto l = p.get<"steam">();
