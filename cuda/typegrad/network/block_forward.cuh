#ifndef TYPEGRAD_CUDA_NETWORK_BLOCK_FORWARD_CUH
#define TYPEGRAD_CUDA_NETWORK_BLOCK_FORWARD_CUH

#include "../core/step_number.cuh"
#include "block_groups.cuh"
#include "block_steps.cuh"

namespace typegrad::cuda {

// What all kernels of a network read and write, in global memory.
template<class T>
struct block_memories {
    const float* p;  // parameters, the statistics behind them
    const float* x;
    T *values, *slopes;  // between kernels: value after value, each of `room` samples
    int room, n;
    float* scratch = nullptr;  // of training kernels, where layers with loops of their own have parameters
};

// The values that come into a group.
template<class Steps, class Crossing, std::size_t V = 0, class Context, class T>
TYPEGRAD_DEVICE void enter(Context& c, const block_memories<T>& m, int first) {
    if constexpr (V <= Steps::memory::steps) {
        if constexpr (V == 0 && Steps::memory::enters(V)) Steps::template read_value<V>(c, m.x, first, m.n);
        else if constexpr (Steps::memory::enters(V)) Steps::template read_value<V>(c, m.values + Crossing::template place<V>(m.room), first, m.n);
        enter<Steps, Crossing, V + 1>(c, m, first);
    }
}

// A group of a network's steps in one kernel: a block takes so many samples at a time through all of them, in shared memory,
// where the weights stay from the first to the last. Alone it is the network.
//   numerics  values and weights rounded to T, sums in float, the output in float
//   cost      a barrier or two a step
template<class Plan, class T, class Groups, std::size_t G = 0, int Warps = 8>
struct block_forward {
    static constexpr block_group group = Groups::at[G].going(false);
    using steps = block_steps<Plan, T, group, Warps>;
    using memory = typename steps::memory;
    using crossing = block_crossing<Plan, Groups>;
    static constexpr int threads = 32 * Warps;
    static constexpr std::uint32_t shared_bytes = memory::size;

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const block_memories<T>& m, float* y, const step_number& step) {
        const mode::training random = step.mode();
        steps::load_weights(c, m.p);
        for (int first = c.block() * group.samples; first < m.n; first += c.blocks() * group.samples) {
            c.barrier();  // nobody reads the last tile any more
            enter<steps, crossing>(c, m, first);
            c.barrier();
            steps::forward(c, m.p, block_random{random, first});
            leave(c, m, y, first);
        }
    }

private:
    template<std::size_t V = 1, class Context>
    TYPEGRAD_DEVICE static void leave(Context& c, const block_memories<T>& m, float* y, int first) {
        if constexpr (V <= Plan::steps) {
            if constexpr (memory::leaves(V)) {
                if constexpr (V == Plan::result) steps::template write_value<V>(c, y, first, m.n);
                else steps::template write_value<V>(c, m.values + crossing::template place<V>(m.room), first, m.n);
            }
            leave<V + 1>(c, m, y, first);
        }
    }
};

}

#endif
