#ifndef TYPEGRAD_CUDA_TRAIN_UPDATE_CUH
#define TYPEGRAD_CUDA_TRAIN_UPDATE_CUH

#include <cstddef>
#include <cstdint>

#include <typegrad/train/optimizer.hpp>
#include <typegrad/train/targets.hpp>

#include <typegrad/config.hpp>

namespace typegrad::cuda {

// What training leaves behind, in global memory.
struct training_state {
    float* parameters;
    float* states;     // of the optimizer: for each of them as many numbers as there are parameters
    float* gradient;   // of the last step
    float* loss;       // of the last step
    std::uint64_t* step;
};

// The parts of a gradient and of a loss as one part, the loss behind the gradient, for others to see before the update.
template<class Net>
struct sum_parts {
    static constexpr int threads = 256, count = static_cast<int>(Net::parameter_count);
    static constexpr std::uint32_t shared_bytes = 0;
    static constexpr int blocks = (count + 1 + threads - 1) / threads;

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const float* partial, const float* losses, int parts, float* sum) {
        const int i = c.block() * threads + c.thread();
        if (i > count) return;
        float all = 0;
        for (int b = 0; b < parts; ++b) all += i < count ? partial[static_cast<std::ptrdiff_t>(b) * count + i] : losses[b];
        sum[i] = all;
    }
};

// Sums the parts of the gradient in the order of the blocks and lets the optimizer, the CPU's own, take its step. A loss that
// is not finite (NaN in the input, a label that names no class) changes nothing but the loss.
template<class Net, class Optimizer>
struct update_parameters {
    static constexpr int threads = 256, count = static_cast<int>(Net::parameter_count);
    using constants = decltype(Optimizer{}.prepare(std::size_t{1}));
    static constexpr std::uint32_t shared_bytes = sizeof(constants);
    static constexpr int blocks = (count + threads - 1) / threads;

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const training_state& s, const float* partial, const float* losses, int parts, Optimizer optimizer) {
        float loss = 0;
        for (int b = 0; b < parts; ++b) loss += losses[b];
        if (c.thread() == 0) c.store(0, optimizer.prepare(static_cast<std::size_t>(*s.step + 1)));
        c.barrier();
        const constants k = c.template load<constants>(0);
        const int i = c.block() * threads + c.thread();
        if (i < count && compute::is_finite(loss)) {
            float g = 0, state[Optimizer::states];
            for (int b = 0; b < parts; ++b) g += partial[static_cast<std::ptrdiff_t>(b) * count + i];
            for (std::size_t j = 0; j < Optimizer::states; ++j) state[j] = s.states[static_cast<std::ptrdiff_t>(j) * count + i];
            s.parameters[i] = Optimizer::update(k, s.parameters[i], g, state);
            for (std::size_t j = 0; j < Optimizer::states; ++j) s.states[static_cast<std::ptrdiff_t>(j) * count + i] = state[j];
            s.gradient[i] = g;
        }
        if (i == 0) *s.loss = loss;
    }
};
// After it: a kernel of its own, for all blocks read the number of the step.
struct count_step {
    static constexpr int threads = 32;
    static constexpr std::uint32_t shared_bytes = 0;
    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, std::uint64_t* step, const float* loss) {
        if (c.block() == 0 && c.thread() == 0 && compute::is_finite(*loss)) ++*step;
    }
};

}

#endif
