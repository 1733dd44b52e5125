// error: weighted_sum: a loss that mixes samples cannot be a head
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

tg::weighted_sum<tg::head<tg::cross_entropy, 4>, tg::head<tg::info_nce, 8>> loss;
