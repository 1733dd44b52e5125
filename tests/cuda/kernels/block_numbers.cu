// long
// first: 80 90
// mma: 18 85
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/cross_entropy.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<12, 12, 1>, tg::conv2d<6, 5>, tg::relu, tg::max_pool2d<2>, tg::conv2d<16, 3>, tg::gelu, tg::flatten, tg::dense<32>, tg::relu, tg::dense<10>> {};
struct series : tg::network<tg::input<28, 28>, tg::lstm<64, tg::last>, tg::dense<10>> {};
template<class T>
using training = tg::cuda::block_training<net, tg::cross_entropy, T, int, tg::cuda::one_group<tg::cuda::block_plan<net, true, sizeof(T)>, 4>>;
template<class T>
using forward = tg::cuda::block_forward<tg::cuda::block_plan<series, false, sizeof(T)>, T, tg::cuda::one_group<tg::cuda::block_plan<series, false, sizeof(T)>, 16>>;

struct trains_in_tf32 : training<tg::cuda::tf32> {};
struct trains_in_float : training<float> {};
struct infers_in_tf32 : forward<tg::cuda::tf32> {};
struct infers_in_float : forward<float> {};

template<class Trains, class Infers, class T>
void launch(const tg::cuda::block_memories<T>& m, const int* labels, float* partial, float* losses, float* y) {
    static_assert(Trains::shared_bytes <= 227 << 10 && Infers::shared_bytes <= 227 << 10);
    tg::cuda::entry<Trains><<<132, Trains::threads, Trains::shared_bytes>>>(m, labels, partial, losses, 1.0f / static_cast<float>(m.n), tg::cross_entropy{}, tg::cuda::step_number{});
    tg::cuda::entry<Infers><<<132, Infers::threads, Infers::shared_bytes>>>(m, y, tg::cuda::step_number{});
}
template void launch<trains_in_tf32, infers_in_tf32, tg::cuda::tf32>(const tg::cuda::block_memories<tg::cuda::tf32>&, const int*, float*, float*, float*);
template void launch<trains_in_float, infers_in_float, float>(const tg::cuda::block_memories<float>&, const int*, float*, float*, float*);
static_assert(infers_in_tf32::steps::products_in_code() == 18);
static_assert(trains_in_tf32::products_in_code() == 85);
static_assert(infers_in_float::steps::products_in_code() == 0 && trains_in_float::products_in_code() == 0);
