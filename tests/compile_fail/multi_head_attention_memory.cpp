// error: multi_head_attention: the input must be time, width; with memory a bundle
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct net : tg::network<tg::input<4, 8>, tg::multi_head_attention<2, tg::memory>, tg::dense<0>> {};
