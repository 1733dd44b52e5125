#ifndef TYPEGRAD_CUDA_TRAIN_BLOCK_TRAINING_CUH
#define TYPEGRAD_CUDA_TRAIN_BLOCK_TRAINING_CUH

#include <typegrad/train/targets.hpp>

#include "../network/block_steps.cuh"
#include "block_backward.cuh"

namespace typegrad::cuda {

// Loss and gradient of a network in one kernel: a block takes so many samples at a time through all steps, to the loss and
// back. Each block adds up a gradient of its own, in global memory.
//   numerics  values, weights and slopes rounded to T, sums in float, in an order that only the number of blocks decides
template<class Net, class Loss, class T, class Target, int Samples, int Warps = 8>
struct block_training {
    using plan = block_plan<Net, true>;
    using steps = block_steps<plan, T, Samples, Warps>;
    using back = block_backward<plan, T, Samples, Warps>;
    using memory = typename steps::memory;
    static constexpr int threads = 32 * Warps, outputs = static_cast<int>(Net::output::size), count = static_cast<int>(Net::parameter_count);
    static_assert(Samples <= threads);
    static constexpr std::uint32_t shared_bytes = memory::size + 4 * Warps;

    // mma of a tile, of all warps together; and in the code.
    static consteval int products() { return steps::products() + back::products(); }
    static consteval int products_in_code() { return steps::products_in_code() + back::products_in_code(); }

    // partial: for each block as many numbers as there are parameters. losses: for each block the sum over its samples.
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const float* p, const float* x, const Target* targets, float* partial, float* losses, int n, float share, Loss loss, mode::training random) {
        float* const mine = partial + static_cast<std::ptrdiff_t>(c.block()) * count;
        for (int i = c.thread(); i < count; i += threads) mine[i] = 0;
        steps::load_weights(c, p);
        float sum = 0;
        for (int first = c.block() * Samples; first < n; first += c.blocks() * Samples) {
            const block_random chance{random, first};
            c.barrier();  // nobody reads the last tile any more
            steps::read_input(c, x, first, n);
            c.barrier();
            steps::forward(c, p, chance);
            sum += loss_of_tile(c, targets, first, n, share, loss);
            c.barrier();
            back::backward(c, p, mine, chance);
        }
        sum = sum_of_block(c, sum);
        if (c.thread() == 0) losses[c.block()] = sum;
    }

private:
    // A sample a thread: y becomes a loss and its slope; there is none behind the last sample.
    template<class Context>
    TYPEGRAD_DEVICE static float loss_of_tile(Context& c, const Target* targets, int first, int n, float share, const Loss& loss) {
        const int s = c.thread();
        if (s >= Samples) return 0;
        const float* const y = c.template read_many<float>(steps::template at<plan::result>(s, 0), outputs);
        float* const dy = c.template write_many<float>(memory::template slope_of<plan::result> + 4 * static_cast<std::uint32_t>(s * memory::template slope<plan::result>.sample), outputs);
        if (first + s >= n) {
            for (int o = 0; o < outputs; ++o) dy[o] = 0;
            return 0;
        }
        const float value = compute::loss_of(loss, y, dy, static_cast<std::size_t>(outputs), target(targets, first + s));
        for (int o = 0; o < outputs; ++o) dy[o] *= share;
        return value * share;
    }
    TYPEGRAD_DEVICE static auto target(const Target* targets, int sample) {
        if constexpr (std::is_integral_v<Target>) return targets[sample];
        else return targets + static_cast<std::ptrdiff_t>(sample) * outputs;
    }
    // Over all lanes of all warps, in their order: for thread 0.
    template<class Context>
    TYPEGRAD_DEVICE static float sum_of_block(Context& c, float sum) {
        TYPEGRAD_UNROLLED for (int mask = 16; mask > 0; mask /= 2) sum += c.shuffle_xor(sum, mask);
        if (c.lane() == 0) c.store(memory::size + 4 * static_cast<std::uint32_t>(c.warp()), sum);
        c.barrier();
        float all = 0;
        if (c.thread() == 0)
            for (int w = 0; w < Warps; ++w) all += c.template load<float>(memory::size + 4 * static_cast<std::uint32_t>(w));
        return all;
    }
};

}

#endif
