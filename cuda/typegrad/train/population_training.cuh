#ifndef TYPEGRAD_CUDA_TRAIN_POPULATION_TRAINING_CUH
#define TYPEGRAD_CUDA_TRAIN_POPULATION_TRAINING_CUH

#include <cstddef>
#include <cstdint>
#include <limits>

#include <typegrad/core/status.hpp>

#include "chain_training.cuh"
#include "update.cuh"

namespace typegrad::cuda {

// What a population learns from, in global memory: n samples, batch after batch, from the beginning again and again.
template<class Target>
struct lesson {
    const float* x;
    const Target* targets;
    int n, batch, steps;

    TYPEGRAD_DEVICE constexpr bool has_batches() const { return batch > 0 && n >= batch; }
    // Whether a population can learn from it: ask before the launch, a kernel can say nothing.
    status check() const {
        if (has_batches()) return {};
        if (batch <= 0) return status(error::out_of_range, "cuda: a population learns from batches of no samples; give them one at least");
        status s(error::out_of_range, "cuda: a population has ");
        return s.append(static_cast<std::size_t>(n > 0 ? n : 0)).append(" samples for batches of ").append(static_cast<std::size_t>(batch)).append("; give more samples or smaller batches");
    }
};

// Many small networks, each in a block of its own for all its training: parameters, the optimizer's state and the gradient
// stay in shared memory from the first step to the last. Each network has its own optimizer, so its own learning rate.
// Frozen parameters stay as they are. A lesson without a whole batch teaches nothing: its losses are NaN. A gradient or a loss
// that is not finite changes nothing but the number of steps.
//   numerics  each ends with the bits that it would have if it were trained alone
template<class Net, class Loss, class Optimizer, class T, class Target, int Warps = 4>
struct population_training {
    using training = chain_training<Net, Loss, T, Target, Warps>;
    using constants = typename update_parameters<Net, Optimizer>::constants;
    static constexpr int threads = training::threads, count = static_cast<int>(Net::parameter_count), states = static_cast<int>(Optimizer::states);
    // Behind what a step needs: parameters, gradient, states, constants, whether the network learns.
    static constexpr std::uint32_t own = (training::shared_bytes + 15) / 16 * 16, step = own + 4u * static_cast<std::uint32_t>(count) * (2 + states);
    static constexpr std::uint32_t constants_begin = (step + sizeof(constants) - 1) / sizeof(constants) * sizeof(constants);
    static constexpr std::uint32_t learns_begin = (constants_begin + sizeof(constants) + 3) / 4 * 4, shared_bytes = learns_begin + 4;

    // Of each network: p, its parameters, which take their new values; memory, its optimizer's state, and `done`, the steps that
    // are behind it, likewise; losses, that of each step.
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, float* p, float* memory, const Optimizer* optimizers, float* losses, int networks, std::uint64_t* done, lesson<Target> all, Loss loss) {
        if (!all.has_batches()) return refuse(c, losses, std::ptrdiff_t{networks} * all.steps);
        for (int k = c.block(); k < networks; k += c.blocks()) {
            float* const here = p + static_cast<std::ptrdiff_t>(k) * count;
            float* const past = memory + static_cast<std::ptrdiff_t>(k) * count * states;
            for (int i = c.thread(); i < count; i += threads) c.store(parameter(i), here[i]);
            for (int i = c.thread(); i < count * states; i += threads) c.store(state(i), past[i]);
            c.barrier();
            const auto batches = static_cast<std::uint64_t>(all.n / all.batch);
            const std::uint64_t behind = done[k];
            for (int s = 0; s < all.steps; ++s) {
                const std::uint64_t now = behind + static_cast<std::uint64_t>(s);
                const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(now % batches) * all.batch;
                bool finite = true;
                const float value = training::gradient(c, [&c](int i) { return c.template load<float>(parameter(i)); }, all.x + first * training::inputs, rows(all.targets, first),
                                                       [&](int i, float g) { finite = finite && compute::is_finite(g), c.store(slope(i), g); }, 0, 1, all.batch, 1.0f / static_cast<float>(all.batch), loss);
                c.barrier();  // thread 0 has summed the loss where it sums once more
                const float wrong = sum_of_block<Warps>(c, training::memory::bytes, finite ? 0.0f : 1.0f);
                if (c.thread() == 0) {
                    losses[static_cast<std::ptrdiff_t>(k) * all.steps + s] = value;
                    c.store(learns_begin, std::uint32_t{compute::is_finite(value) && wrong == 0});
                    c.store(constants_begin, optimizers[k].prepare(static_cast<std::size_t>(now + 1)));
                }
                c.barrier();
                update(c);
                c.barrier();
            }
            for (int i = c.thread(); i < count; i += threads) here[i] = c.template load<float>(parameter(i));
            for (int i = c.thread(); i < count * states; i += threads) past[i] = c.template load<float>(state(i));
            if (c.thread() == 0) done[k] = behind + static_cast<std::uint64_t>(all.steps);
            c.barrier();
        }
    }

private:
    TYPEGRAD_DEVICE static constexpr std::uint32_t parameter(int i) { return own + 4 * static_cast<std::uint32_t>(i); }
    TYPEGRAD_DEVICE static constexpr std::uint32_t slope(int i) { return parameter(count + i); }
    TYPEGRAD_DEVICE static constexpr std::uint32_t state(int i) { return parameter(2 * count + i); }
    TYPEGRAD_DEVICE static const Target* rows(const Target* t, std::ptrdiff_t first) { return t + first * (std::is_integral_v<Target> ? 1 : training::outputs); }

    template<class Context>
    TYPEGRAD_DEVICE static void refuse(Context& c, float* losses, std::ptrdiff_t n) {
        for (std::ptrdiff_t i = c.block() * threads + c.thread(); i < n; i += c.blocks() * threads) losses[i] = std::numeric_limits<float>::quiet_NaN();
    }
    template<class Context>
    TYPEGRAD_DEVICE static void update(Context& c) {
        if (!c.template load<std::uint32_t>(learns_begin)) return;
        const auto k = c.template load<constants>(constants_begin);
        for (int i = c.thread(); i < count; i += threads) {
            if (!is_trained<Net>(i)) continue;
            float past[Optimizer::states];
            for (int j = 0; j < states; ++j) past[j] = c.template load<float>(state(j * count + i));
            c.store(parameter(i), Optimizer::update(k, c.template load<float>(parameter(i)), c.template load<float>(slope(i)), past));
            for (int j = 0; j < states; ++j) c.store(state(j * count + i), past[j]);
        }
    }
};

}

#endif
