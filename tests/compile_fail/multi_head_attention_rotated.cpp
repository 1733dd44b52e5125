// error: multi_head_attention: .* rotated needs an even width a head
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 6>, tg::multi_head_attention<2, tg::rotated>, tg::dense<0>> {};
