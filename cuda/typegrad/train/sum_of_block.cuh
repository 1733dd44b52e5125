#ifndef TYPEGRAD_CUDA_TRAIN_SUM_OF_BLOCK_CUH
#define TYPEGRAD_CUDA_TRAIN_SUM_OF_BLOCK_CUH

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <typegrad/config.hpp>

namespace typegrad::cuda {

// Over all lanes of all warps, in their order, for thread 0; `room` are 4 bytes a warp in shared memory.
template<int Warps, class Context>
TYPEGRAD_DEVICE float sum_of_block(Context& c, std::uint32_t room, float sum) {
    TYPEGRAD_UNROLLED for (int mask = 16; mask > 0; mask /= 2) sum += c.shuffle_xor(sum, mask);
    if (c.lane() == 0) c.store(room + 4 * static_cast<std::uint32_t>(c.warp()), sum);
    c.barrier();
    float all = 0;
    if (c.thread() == 0)
        for (int w = 0; w < Warps; ++w) all += c.template load<float>(room + 4 * static_cast<std::uint32_t>(w));
    return all;
}

// What a sample is trained towards: its label, or its row.
template<class Target>
TYPEGRAD_DEVICE auto target_of_sample(const Target* targets, int sample, int outputs) {
    if constexpr (std::is_integral_v<Target>) return targets[sample];
    else return targets + static_cast<std::ptrdiff_t>(sample) * outputs;
}

}

#endif
