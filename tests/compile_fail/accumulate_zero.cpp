// error: accumulate: a step needs at least one batch
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

tg::accumulate<tg::sgd, 0> none;
