#include "field.hpp"

#include <typegrad/model.cuh>

template class tg::cuda::model<listener>;
template class tg::cuda::model<writer>;
template class tg::cuda::model<wide_reader>;
template class tg::cuda::model<wide_listener>;
