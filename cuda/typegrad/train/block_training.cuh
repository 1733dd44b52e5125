#ifndef TYPEGRAD_CUDA_TRAIN_BLOCK_TRAINING_CUH
#define TYPEGRAD_CUDA_TRAIN_BLOCK_TRAINING_CUH

#include <typegrad/train/targets.hpp>

#include "../network/block_forward.cuh"
#include "block_backward.cuh"
#include "slope_scale.cuh"
#include "sum_of_block.cuh"

namespace typegrad::cuda {

// The gradient of a group's parameters in one kernel: a block takes so many samples at a time through all its steps, to the
// loss if it is the last group, and back. Where other groups follow, their slopes are there, and so are the values that came
// in: what lies between is computed once more. Each block adds up a gradient of its own, in global memory.
//   numerics  values, weights and slopes rounded to T, sums in float, in an order that only the number of blocks decides
template<class Net, class Loss, class T, class Target, class Groups, std::size_t G = 0, int Warps = 8>
struct block_training {
    using plan = block_plan<Net, true, sizeof(T)>;
    static constexpr block_group group = Groups::at[G].going(true);
    using steps = block_steps<plan, T, group, Warps>;
    using back = block_backward<plan, T, group, Warps>;
    using memory = typename steps::memory;
    using crossing = block_crossing<plan, Groups>;
    static constexpr bool has_loss = G + 1 == Groups::count;
    static constexpr int threads = 32 * Warps, outputs = static_cast<int>(Net::output::size), count = static_cast<int>(Net::parameter_count);
    static_assert(group.samples <= threads);
    static constexpr std::uint32_t shared_bytes = memory::size + 4 * Warps;

    // mma of a tile, of all warps together; and in the code.
    static consteval int products() { return steps::products() + back::products(); }
    static consteval int products_in_code() { return steps::products_in_code() + back::products_in_code(); }

    // partial: for each block as many numbers as there are parameters, of which this kernel sets those of its group. losses:
    // for each block the sum over its samples.
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const block_memories<T>& m, const Target* targets, float* partial, float* losses, float share, Loss loss, const step_number& step) {
        const mode::training random = step.mode();
        float* const mine = partial + static_cast<std::ptrdiff_t>(c.block()) * count;
        if constexpr (has_loss)
            for (int i = c.thread(); i < count; i += threads) mine[i] = 0;
        float* const scratch = m.scratch + static_cast<std::ptrdiff_t>(c.block()) * memory::workers * back::own_count;
        back::clear_own(c, scratch);
        steps::load_weights(c, m.p);
        float sum = 0;
        for (int first = c.block() * group.samples; first < m.n; first += c.blocks() * group.samples) {
            const block_random chance{random, first};
            c.barrier();  // nobody reads the last tile any more
            read<0>(c, m, first);
            c.barrier();
            steps::forward(c, m.p, chance);
            if constexpr (has_loss) sum += loss_of_tile(c, targets, first, m.n, share, loss);
            c.barrier();
            back::backward(c, m.p, mine, scratch, chance);
            write<1>(c, m, first);
        }
        c.barrier();
        back::add_own(c, scratch, mine);
        if constexpr (scales_slopes<T> && G == 0) {  // the last kernel
            c.barrier();
            for (int i = c.thread(); i < count; i += threads) mine[i] *= gradient_scale<T>(share);
        }
        if constexpr (has_loss) {
            sum = sum_of_block<Warps>(c, memory::size, sum);
            if (c.thread() == 0) losses[c.block()] = sum;
        }
    }

private:
    // Values that come in, and the slopes that groups behind this one have begun.
    template<std::size_t V, class Context>
    TYPEGRAD_DEVICE static void read(Context& c, const block_memories<T>& m, int first) {
        if constexpr (V == 0) enter<steps, crossing>(c, m, first);
        if constexpr (V <= plan::steps) {
            if constexpr (memory::wanted(V) && memory::read_behind(V)) back::template read_slope<V>(c, m.slopes + crossing::template place<V>(m.room), first, m.n);
            read<V + 1>(c, m, first);
        }
    }
    // The slopes of what came in.
    template<std::size_t V, class Context>
    TYPEGRAD_DEVICE static void write(Context& c, const block_memories<T>& m, int first) {
        if constexpr (V <= plan::steps) {
            if constexpr (memory::wanted(V) && memory::enters(V)) back::template write_slope<V>(c, m.slopes + crossing::template place<V>(m.room), first, m.n);
            write<V + 1>(c, m, first);
        }
    }
    // A sample a thread: y becomes a loss and its slope; there is none behind the last sample.
    template<class Context>
    TYPEGRAD_DEVICE static float loss_of_tile(Context& c, const Target* targets, int first, int n, float share, const Loss& loss) {
        const int s = c.thread();
        if (s >= group.samples) return 0;
        const float* const y = c.template read_many<float>(steps::template at<plan::result>(s, 0), outputs);
        float* const dy = c.template write_many<float>(memory::template slope_of<plan::result> + 4 * static_cast<std::uint32_t>(s * memory::template slope<plan::result>.sample), outputs);
        if (first + s >= n) {
            for (int o = 0; o < outputs; ++o) dy[o] = 0;
            return 0;
        }
        const float value = compute::loss_of(loss, y, dy, static_cast<std::size_t>(outputs), target_of_sample(targets, first + s, outputs));
        const float scaled = share * slope_scale<T>(share);
        for (int o = 0; o < outputs; ++o) dy[o] *= scaled;
        return value * share;
    }
};

}

#endif
