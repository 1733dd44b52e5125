// mma: 54
#include <typegrad/layers/activation.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/population_training.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<2>, tg::dense<32>, tg::relu, tg::dense<32>, tg::relu, tg::dense<4>> {};
struct kernel : tg::cuda::population_training<net, tg::cross_entropy, tg::adam, tg::bf16, int> {};
static_assert(kernel::training::products() == 54);

void launch(float* p, float* memory, const tg::adam* optimizers, float* losses, int networks, std::uint64_t* done, const float* x, const int* labels, int n) {
    tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(p, memory, optimizers, losses, networks, done, tg::cuda::lesson<int>{x, labels, n, 64, 1000}, tg::cross_entropy{});
}
