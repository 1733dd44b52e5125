#include "classifier.hpp"

#include <typegrad/model.cuh>
#include <typegrad/population.cuh>

template class tg::cuda::model<classifier>;
template class tg::cuda::model<only_infers>;
template class tg::cuda::model<only_rows>;
template class tg::cuda::model<deep>;
template class tg::cuda::model<broad>;
template class tg::cuda::model<reader>;
template class tg::cuda::model<exact>;
template class tg::cuda::model<nearly_exact>;
template class tg::cuda::model<one_of_many>;
template class tg::cuda::population<classifier>;
