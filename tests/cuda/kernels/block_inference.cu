// mma: 26
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/network/block_inference.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<28, 28, 1>, tg::conv2d<6, 5, tg::padding<2>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<16, 5>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<120>, tg::relu, tg::dense<84>, tg::relu, tg::dense<10>> {};
struct kernel : tg::cuda::block_inference<net, tg::bf16, 4> {};

void launch(const float* p, const float* x, float* y, int n) { tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(p, x, y, n); }
static_assert(kernel::shared_bytes <= 227 << 10);
static_assert(kernel::steps::products_in_code() == 26);
