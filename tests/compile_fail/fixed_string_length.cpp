// error: a name or formula has at most 127 characters; shorten it
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::named<"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", tg::dense<1>>> {};
constexpr auto size = net::parameter_count;
