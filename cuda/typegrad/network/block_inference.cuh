#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_INFERENCE_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_INFERENCE_CUH

#include "block_steps.cuh"

namespace typegrad::cuda {

// A network in one kernel: a block takes so many samples at a time from the input to the output, in shared memory, where the
// weights stay from the first to the last.
//   numerics  values and weights rounded to T, sums in float, the output in float
//   cost      a barrier or two a step
template<class Net, class T, int Samples, int Warps = 8>
struct block_inference {
    using plan = block_plan<Net, false>;
    using steps = block_steps<plan, T, Samples, Warps>;
    static constexpr int threads = 32 * Warps;
    static constexpr std::uint32_t shared_bytes = steps::memory::size;

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const float* p, const float* x, float* y, int n) {
        steps::load_weights(c, p);
        for (int first = c.block() * Samples; first < n; first += c.blocks() * Samples) {
            c.barrier();  // nobody reads the last tile any more
            steps::read_input(c, x, first, n);
            c.barrier();
            steps::forward(c, p);
            constexpr int size = static_cast<int>(Net::output::size);
            steps::template each<size>(c, [&](int s, int i) {
                if (first + s < n) y[static_cast<std::ptrdiff_t>(first + s) * size + i] = c.template load<float>(steps::template at<plan::result>(s, i));
            });
        }
    }
};

}

#endif
