// error: each_step: a sample has at least one step
#include <typegrad/train/each_step.hpp>
#include <typegrad/train/huber.hpp>

namespace tg = typegrad;

tg::each_step<tg::huber, 0> loss;
