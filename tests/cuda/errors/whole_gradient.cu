// error: cuda: an optimizer that looks at the whole gradient does not run on the GPU so far;
#include <typegrad/layers/dense.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/clip_norm.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/model.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<8>, tg::dense<2>> {};
struct tag {
    using network = net;
    using loss = tg::cross_entropy;
    using optimizer = tg::clip_norm<tg::adam>;
};
template class tg::cuda::model<tag>;
