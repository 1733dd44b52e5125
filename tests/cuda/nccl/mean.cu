// architectures: 90
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>

#include <typegrad/model.cuh>
#include <typegrad/nccl.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<8>, tg::dense<16>, tg::relu, tg::dense<2>> {};
struct tag {
    using network = net;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
    using all_reduce = tg::cuda::nccl;
};
template class tg::cuda::model<tag>;
