// mma: 26
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/conv2d.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/flatten.hpp>
#include <typegrad/layers/max_pool.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/network/block_forward.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<28, 28, 1>, tg::conv2d<6, 5, tg::padding<2>>, tg::relu, tg::max_pool2d<2>, tg::conv2d<16, 5>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<120>, tg::relu, tg::dense<84>, tg::relu, tg::dense<10>> {};
struct kernel : tg::cuda::block_forward<tg::cuda::block_plan<net, false>, tg::bf16, tg::cuda::one_group<tg::cuda::block_plan<net, false>, 4>> {};

void launch(const tg::cuda::block_memories<tg::bf16>& m, float* y) { tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(m, y, tg::cuda::step_number{}); }
static_assert(kernel::shared_bytes <= 227 << 10);
static_assert(kernel::steps::products_in_code() == 26);
