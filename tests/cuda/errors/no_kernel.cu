// error: cuda: a layer of the network has no kernel so far;
#include <typegrad/layers/conv_transpose1d.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/model.cuh>
namespace tg = typegrad;
struct net : tg::network<tg::input<8, 2>, tg::conv_transpose1d<4, 2, tg::stride<2>>> {};

struct tag { using network = net; using loss = tg::cross_entropy; using optimizer = tg::adam; };
template class tg::cuda::model<tag>;
