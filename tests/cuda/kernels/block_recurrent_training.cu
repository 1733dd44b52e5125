// long
// mma: 139 156
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/gru.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<19, 28>, tg::lstm<48>, tg::gru<48>, tg::gru<32, tg::reset_before, tg::last>, tg::dense<10>> {};
struct narrow : tg::network<tg::input<19, 28>, tg::lstm<32>, tg::gru<24>, tg::gru<16, tg::reset_before, tg::last>, tg::dense<10>> {};
template<class T, class Net>
using training = tg::cuda::block_training<Net, tg::cross_entropy, T, int, tg::cuda::one_group<tg::cuda::block_plan<Net, true, sizeof(T)>, 4>>;

struct in_bf16 : training<tg::bf16, net> {};
struct in_tf32 : training<tg::cuda::tf32, narrow> {};
struct in_float : training<float, narrow> {};

template<class Kernel, class T>
void launch(const tg::cuda::block_memories<T>& m, const int* labels, float* partial, float* losses) {
    static_assert(Kernel::shared_bytes <= 227 << 10);
    tg::cuda::entry<Kernel><<<132, Kernel::threads, Kernel::shared_bytes>>>(m, labels, partial, losses, 1.0f / static_cast<float>(m.n), tg::cross_entropy{}, tg::cuda::step_number{});
}
template void launch<in_bf16, tg::bf16>(const tg::cuda::block_memories<tg::bf16>&, const int*, float*, float*);
template void launch<in_tf32, tg::cuda::tf32>(const tg::cuda::block_memories<tg::cuda::tf32>&, const int*, float*, float*);
template void launch<in_float, float>(const tg::cuda::block_memories<float>&, const int*, float*, float*);
static_assert(in_bf16::products_in_code() == 156);
static_assert(in_tf32::products_in_code() == 139);
static_assert(in_float::products_in_code() == 0);
// first: 80 90
