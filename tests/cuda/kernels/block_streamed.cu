// long
// mma: 110
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;

// The end of LeNet: 800 KB of weights, which no block has room for.
struct net : tg::network<tg::input<16>, tg::dense<800>, tg::relu, tg::dense<500>, tg::relu, tg::dense<10>> {};
using plan = tg::cuda::block_plan<net, true>;
struct kernel : tg::cuda::block_training<net, tg::cross_entropy, tg::bf16, int, tg::cuda::one_group<plan, 32, 100 << 10>> {};

void launch(const tg::cuda::block_memories<tg::bf16>& m, const int* labels, float* partial, float* losses) {
    tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(m, labels, partial, losses, 1.0f / static_cast<float>(m.n), tg::cross_entropy{}, tg::cuda::step_number{});
}
static_assert(kernel::shared_bytes <= 227 << 10);
static_assert(kernel::products_in_code() == 110);
