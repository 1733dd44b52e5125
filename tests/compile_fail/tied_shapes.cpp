// error: tied: its parameters have other shapes
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4>, tg::named<"stem", tg::dense<3>>, tg::tied<"stem", tg::dense<3>>, tg::dense<0>> {};
