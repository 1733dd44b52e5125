// only: 86
#include <typegrad/layers/dense.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/mean_squared_error.hpp>
#include <typegrad/model.cuh>

namespace tg = typegrad;

// Its input does not fit into the shared memory of every architecture: that is known when a device is there, not here.
struct net : tg::network<tg::input<60000>, tg::dense<2>> {};
struct tag {
    using network = net;
    using loss = tg::mean_squared_error;
    using optimizer = tg::adam;
};
static_assert(!tg::cuda::groups_of<tag, true, tg::cuda::shared_bytes_of(86)>::possible && tg::cuda::groups_of<tag, true, tg::cuda::shared_bytes_of(80)>::possible);
template class tg::cuda::model<tag>;
