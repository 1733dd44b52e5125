// mma: 304
#include <typegrad/network/network.hpp>
#include <typegrad/layers/activation.hpp>
#include <typegrad/context/device_context.cuh>
#include <typegrad/network/chain_inference.cuh>

namespace tg = typegrad;

struct net : tg::network<tg::input<32>, tg::named<"first", tg::dense<64>>, tg::relu, tg::dense<64>, tg::leaky_relu<>, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<64>, tg::relu, tg::dense<16>> {};

// A tag, whose name is all that the GPU's code is known by.
struct kernel : tg::cuda::chain_inference<net, tg::bf16, 8, 2> {};
struct packing : tg::cuda::pack_chain<net, tg::bf16> {};
static_assert(kernel::products() == 304);

void launch(const float* p, tg::cuda::four_words* words, const float* x, float* y, int n) {
    tg::cuda::entry<packing><<<32, packing::threads>>>(p, words);
    tg::cuda::entry<kernel><<<132, kernel::threads, kernel::shared_bytes>>>(static_cast<const tg::cuda::four_words*>(words), x, y, n);
}
