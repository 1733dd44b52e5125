#ifndef TYPEGRAD_CUDA_TRAIN_TRAINED_CUH
#define TYPEGRAD_CUDA_TRAIN_TRAINED_CUH

#include <cstddef>

#include <typegrad/network/trained_ranges.hpp>

namespace typegrad::cuda {

// Whether parameter i is trained, as a trainer on the CPU has it: not those of frozen layers.
template<class Net, std::size_t Range = 0>
TYPEGRAD_DEVICE constexpr bool is_trained(int i) {
    if constexpr (Range == compute::trained_ranges<Net>.size) {
        return false;
    } else {
        constexpr auto first = static_cast<int>(compute::trained_ranges<Net>.first[Range]), last = static_cast<int>(compute::trained_ranges<Net>.last[Range]);
        return (first <= i && i < last) || is_trained<Net, Range + 1>(i);
    }
}

}

#endif
