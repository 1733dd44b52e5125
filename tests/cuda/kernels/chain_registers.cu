// first: 90
// Chains that just have room for their gradients in registers.
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/chain_training.cuh>

namespace tg = typegrad;

template<class Net>
using training = tg::cuda::chain_training<Net, tg::cross_entropy, tg::bf16, int>;
struct deep : training<tg::network<tg::input<32>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<16>>> {};
struct wide : training<tg::network<tg::input<128>, tg::dense<128>, tg::relu, tg::dense<16>>> {};
struct kept : training<tg::network<tg::input<64>, tg::dense<64>, tg::gelu, tg::dense<64>, tg::gelu, tg::dense<64>, tg::gelu, tg::dense<64>, tg::gelu, tg::dense<8>>> {};

template<class Kernel>
void launch(const float* p, const float* x, const int* labels, float* partial, float* losses, int n) {
    static_assert(Kernel::shared_bytes <= 227 << 10 && Kernel::registers <= Kernel::room && Kernel::registers >= Kernel::room - 8);
    tg::cuda::entry<Kernel><<<132, Kernel::threads, Kernel::shared_bytes>>>(p, x, labels, partial, losses, n, 1.0f / static_cast<float>(n), tg::cross_entropy{});
}
template void launch<deep>(const float*, const float*, const int*, float*, float*, int);
template void launch<wide>(const float*, const float*, const int*, float*, float*, int);
template void launch<kept>(const float*, const float*, const int*, float*, float*, int);
