#ifndef TYPEGRAD_CUDA_TRAIN_UPDATE_CUH
#define TYPEGRAD_CUDA_TRAIN_UPDATE_CUH

#include <cstddef>
#include <cstdint>

#include <typegrad/train/optimizer.hpp>
#include <typegrad/train/targets.hpp>

#include <typegrad/config.hpp>

#include "trained.cuh"

namespace typegrad::cuda {

// What training leaves behind, in global memory.
struct training_state {
    float* parameters;
    float* states;         // of the optimizer: for each of them as many numbers as there are parameters
    float* gradient;       // of the last step, and behind it the loss
    std::uint64_t* step;
    std::uint32_t* wrong;  // whether any number of the gradient, or the loss, is not finite; 0 between steps
};

// The parts of a gradient and of a loss as one part, the loss behind the gradient, in the order of the blocks; says what is
// wrong with it.
template<class Net>
struct sum_parts {
    static constexpr int threads = 256, count = static_cast<int>(Net::parameter_count);
    static constexpr std::uint32_t shared_bytes = 0;
    static constexpr int blocks = (count + 1 + threads - 1) / threads;

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const float* partial, const float* losses, int parts, float* sum, std::uint32_t* wrong) {
        const int i = c.block() * threads + c.thread();
        if (i > count) return;
        float all = 0;
        for (int b = 0; b < parts; ++b) all += i < count ? partial[static_cast<std::ptrdiff_t>(b) * count + i] : losses[b];
        sum[i] = all;
        if (!compute::is_finite(all)) *wrong = 1;  // whoever comes first or last
    }
};

// Lets the optimizer, the CPU's own, take its step with the sum of the parts. Frozen parameters stay as they are. A gradient or
// a loss that is not finite (NaN or infinity in the input, a label that names no class, divergence) changes no parameter.
template<class Net, class Optimizer>
struct update_parameters {
    static constexpr int threads = 256, count = static_cast<int>(Net::parameter_count);
    using constants = decltype(Optimizer{}.prepare(std::size_t{1}));
    // Whole vectors of sixteen bytes: nvcc reads the last one as a whole where it is aligned.
    static constexpr std::uint32_t shared_bytes = (sizeof(constants) + 15) / 16 * 16;
    static constexpr int blocks = (count + threads - 1) / threads;

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const training_state& s, Optimizer optimizer) {
        if (c.thread() == 0) {
            for (std::uint32_t i = sizeof(constants) / 16 * 16; i < shared_bytes; i += 4) c.store(i, std::uint32_t{0});
            c.store(0, optimizer.prepare(static_cast<std::size_t>(*s.step + 1)));
        }
        c.barrier();
        const constants k = c.template load<constants>(0);
        const int i = c.block() * threads + c.thread();
        if (*s.wrong || !is_trained<Net>(i)) return;
        float state[Optimizer::states];
        for (std::size_t j = 0; j < Optimizer::states; ++j) state[j] = s.states[static_cast<std::ptrdiff_t>(j) * count + i];
        s.parameters[i] = Optimizer::update(k, s.parameters[i], s.gradient[i], state);
        for (std::size_t j = 0; j < Optimizer::states; ++j) s.states[static_cast<std::ptrdiff_t>(j) * count + i] = state[j];
    }
};
// After it: a kernel of its own, for all blocks read the number of the step.
struct count_step {
    static constexpr int threads = 32;
    static constexpr std::uint32_t shared_bytes = 0;
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, std::uint64_t* step, std::uint32_t* wrong) {
        if (c.block() != 0 || c.thread() != 0) return;
        if (!*wrong) ++*step;
        *wrong = 0;
    }
};
// Hyper-parameters from the host: an argument, of which the launch keeps a copy.
template<class Optimizer>
struct store_optimizer {
    static constexpr int threads = 32;
    static constexpr std::uint32_t shared_bytes = 0;
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, Optimizer* to, const Optimizer& optimizer) {
        if (c.thread() == 0) *to = optimizer;
    }
};

}

#endif
