// error: tied: its parameters have other shapes
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<3>, tg::named<"stem", tg::sequential<tg::dense<4>, tg::relu>>, tg::tied<"stem", tg::sequential<tg::dense<4>, tg::relu>>, tg::dense<0>> {};
