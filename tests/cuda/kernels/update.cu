// mma: none
#include <typegrad/layers/activation.hpp>
#include <typegrad/layers/dense.hpp>
#include <typegrad/network/network.hpp>
#include <typegrad/train/adam.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/train/update.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<32>, tg::freeze<tg::dense<64>>, tg::relu, tg::dense<16>> {};
struct sum : tg::cuda::sum_parts<net> {};
struct kernel : tg::cuda::update_parameters<net, tg::adam> {};

void launch(const tg::cuda::training_state& s, const float* partial, const float* losses, const tg::adam& optimizer) {
    tg::cuda::entry<sum><<<sum::blocks, sum::threads>>>(partial, losses, 132, s.gradient, s.wrong);
    tg::cuda::entry<kernel><<<kernel::blocks, kernel::threads, kernel::shared_bytes>>>(s, optimizer);
    tg::cuda::entry<tg::cuda::count_step><<<1, tg::cuda::count_step::threads>>>(s.step, s.wrong);
}
