// error: weighted_sum: it has no head
#include <typegrad/train/weighted_sum.hpp>

namespace tg = typegrad;

tg::weighted_sum<> loss;
