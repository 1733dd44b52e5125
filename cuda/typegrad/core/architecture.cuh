#ifndef TYPEGRAD_CUDA_CORE_ARCHITECTURE_CUH
#define TYPEGRAD_CUDA_CORE_ARCHITECTURE_CUH

#include <cstddef>
#include <cstdint>

// What the planner knows of GPUs.
//   source  NVIDIA: CUDA C++ Programming Guide, technical specifications by compute capability
namespace typegrad::cuda {

struct architecture {
    int number;                  // 10 times the compute capability
    std::uint32_t shared_bytes;  // a block can have, if it asks for it
};
inline constexpr architecture architectures[] = {{80, 163 << 10}, {86, 99 << 10}, {87, 163 << 10}, {89, 99 << 10}, {90, 227 << 10}, {100, 227 << 10}, {103, 227 << 10}, {120, 99 << 10}};

// Kernels are planned for each size of shared memory that there is.
inline constexpr std::uint32_t shared_sizes[] = {227 << 10, 163 << 10, 99 << 10};
static_assert([] {
    for (const architecture& a : architectures) {
        bool planned = false;
        for (const std::uint32_t bytes : shared_sizes) planned = planned || bytes == a.shared_bytes;
        if (!planned) return false;
    }
    return true;
}());

// Of the nearest architecture that is not newer.
constexpr std::uint32_t shared_bytes_of(int number) {
    std::uint32_t bytes = architectures[0].shared_bytes;
    for (const architecture& a : architectures)
        if (a.number <= number) bytes = a.shared_bytes;
    return bytes;
}

}

#endif
