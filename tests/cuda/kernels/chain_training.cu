// first: 80 90
// mma: 13 528
#include <typegrad/layers/activation.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/chain_training.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::leaky_relu<>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<16>> {};
struct kernel : tg::cuda::chain_training<net, tg::cross_entropy, tg::bf16, int> {};
struct small : tg::network<tg::input<2>, tg::freeze<tg::dense<16>>, tg::relu, tg::dense<4>> {};
struct in_half : tg::cuda::chain_training<small, tg::cross_entropy, tg::cuda::half, int> {};

void launch(const float* p, const float* x, const int* labels, float* partial, float* losses, int n) {
    tg::cuda::entry<in_half><<<132, in_half::threads, in_half::shared_bytes>>>(p, x, labels, partial, losses, n, 1.0f / static_cast<float>(n), tg::cross_entropy{});
    tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(p, x, labels, partial, losses, n, 1.0f / static_cast<float>(n), tg::cross_entropy{});
}
static_assert(kernel::shared_bytes <= 227 << 10);
static_assert(kernel::products() == 528);
static_assert(in_half::products() == 13);
