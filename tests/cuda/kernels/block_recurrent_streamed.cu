// long
// mma: 28 154
#include <typegrad/layers/gru.hpp>
#include <typegrad/layers/lstm.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/mean_squared_error.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/block_training.cuh>

namespace tg = typegrad;

// Half a megabyte of weights a layer, which no block has room for.
struct net : tg::network<tg::input<20, 16>, tg::lstm<256>, tg::gru<256, tg::reset_before, tg::last>> {};
template<bool Training>
using plan = tg::cuda::block_plan<net, Training>;
struct forward : tg::cuda::block_forward<plan<false>, tg::bf16, tg::cuda::one_group<plan<false>, 4, 0>> {};
struct training : tg::cuda::block_training<net, tg::mean_squared_error, tg::bf16, float, tg::cuda::one_group<plan<true>, 1, 0>> {};

void launch(const tg::cuda::block_memories<tg::bf16>& m, float* y, const float* targets, float* partial, float* losses) {
    static_assert(forward::shared_bytes <= 227 << 10 && training::shared_bytes <= 227 << 10);
    tg::cuda::entry<forward><<<132, forward::threads, forward::shared_bytes>>>(m, y, tg::cuda::step_number{});
    tg::cuda::entry<training><<<132, training::threads, training::shared_bytes>>>(m, targets, partial, losses, 1.0f / static_cast<float>(m.n), tg::mean_squared_error{}, tg::cuda::step_number{});
}
static_assert(forward::steps::products_in_code() == 28);
static_assert(training::products_in_code() == 154);
