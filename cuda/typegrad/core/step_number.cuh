#ifndef TYPEGRAD_CUDA_CORE_STEP_NUMBER_CUH
#define TYPEGRAD_CUDA_CORE_STEP_NUMBER_CUH

#include <cstdint>

#include <typegrad/core/mode.hpp>

namespace typegrad::cuda {

// Of which step the random numbers are: how many are behind it is known on the device alone, where graphs of steps run.
struct step_number {
    std::uint64_t seed = 1;
    const std::uint64_t* done = nullptr;

    TYPEGRAD_DEVICE mode::training mode() const { return mode::training(seed, done ? *done : 0); }
};

}

#endif
