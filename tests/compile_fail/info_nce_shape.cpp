// error: info_nce: the output must be shape<2, D>
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<6>, tg::dense<6>> {};
auto evaluated(const tg::parameters<net>& p, std::span<const float> x) { return tg::evaluate<tg::info_nce>(p, x, tg::unlabelled); }
