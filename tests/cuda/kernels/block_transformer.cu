// long
// first: 80 90
// mma: 377
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/layer_norm.hpp>
#include <typegrad/layers/multi_head_attention.hpp>
#include <typegrad/layers/residual.hpp>
#include <typegrad/layers/time_distributed.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<16, 32>, tg::residual<tg::layer_norm<>, tg::multi_head_attention<4, tg::causal>>,
                         tg::residual<tg::layer_norm<>, tg::time_distributed<tg::dense<64>>, tg::gelu, tg::time_distributed<tg::dense<32>>>, tg::flatten, tg::dense<10>> {};
using plan = tg::cuda::block_plan<net, true>;
struct kernel : tg::cuda::block_training<net, tg::cross_entropy, tg::bf16, int, tg::cuda::one_group<plan, 4>> {};

void launch(const tg::cuda::block_memories<tg::bf16>& m, const int* labels, float* partial, float* losses) {
    tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(m, labels, partial, losses, 1.0f / static_cast<float>(m.n), tg::cross_entropy{}, tg::cuda::step_number{});
}
static_assert(kernel::shared_bytes <= 227 << 10);
static_assert(kernel::products_in_code() == 377);
