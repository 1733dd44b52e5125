// error: schedule: it names an index that the layer's formula does not have
#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

struct wrong : tg::network<tg::input<8, 8, 4>, tg::conv2d<8, 3, tg::schedule{.vector = 'z', .tile = {4, 1}, .along = {'w'}}>> {};
