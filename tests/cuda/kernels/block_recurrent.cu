// mma: 44
// first: 80 90
#include <typegrad/layers/dense.hpp>
#include <typegrad/layers/gru.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/network/block_forward.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<28, 28>, tg::lstm<64>, tg::gru<48>, tg::gru<32, tg::reset_before, tg::last>, tg::dense<10>> {};
using plan = tg::cuda::block_plan<net, false>;
struct kernel : tg::cuda::block_forward<plan, tg::bf16, tg::cuda::one_group<plan, 16>> {};

void launch(const tg::cuda::block_memories<tg::bf16>& m, float* y) { tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(m, y, tg::cuda::step_number{}); }
static_assert(kernel::shared_bytes <= 227 << 10);
static_assert(kernel::steps::products_in_code() == 44);
