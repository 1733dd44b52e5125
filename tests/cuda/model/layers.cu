#include "layers.hpp"

#include <typegrad/model.cuh>

template class tg::cuda::model<viewer>;
template class tg::cuda::model<clerk>;
template class tg::cuda::model<repeater>;
template class tg::cuda::model<guard>;
