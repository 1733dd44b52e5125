// error: cuda: a population is of chains of dense layers in bf16 or half
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/population.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<8, 8, 1>, tg::conv2d<4, 3>, tg::flatten> {};
struct tag {
    using network = net;
    using loss = tg::cross_entropy;
    using optimizer = tg::adam;
};
template class tg::cuda::population<tag>;
