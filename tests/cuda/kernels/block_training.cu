// first: 80 90
// mma: 96
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<28, 28, 1>, tg::conv2d<6, 5, tg::padding<2>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<16, 5>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<120>, tg::relu, tg::dropout<0.25>, tg::dense<84>, tg::relu, tg::dense<10>> {};
struct kernel : tg::cuda::block_training<net, tg::cross_entropy, tg::bf16, int, tg::cuda::one_group<tg::cuda::block_plan<net, true>, 2>> {};

void launch(const tg::cuda::block_memories<tg::bf16>& m, const int* labels, float* partial, float* losses) {
    tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(m, labels, partial, losses, 1.0f / static_cast<float>(m.n), tg::cross_entropy{}, tg::cuda::step_number{});
}
static_assert(kernel::shared_bytes <= 227 << 10);
static_assert(kernel::products_in_code() == 96);
