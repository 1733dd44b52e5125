#ifndef TYPEGRAD_CUDA_EINSUM_INDEX_MAP_CUH
#define TYPEGRAD_CUDA_EINSUM_INDEX_MAP_CUH

#include <typegrad/config.hpp>

namespace typegrad::cuda {

// Several indices of an operand counted as one, the last the fastest: where does number i lie?
struct index_map {
    static constexpr int most = 6;
    int rank = 0;
    int extent[most]{}, stride[most]{};

    constexpr index_map& with(int n, int step) {
        if (n != 1) {
            extent[rank] = n;
            stride[rank++] = step;
        }
        return *this;
    }
    constexpr int size() const {
        int n = 1;
        for (int d = 0; d < rank; ++d) n *= extent[d];
        return n;
    }
    // Whether aligned runs of n numbers lie side by side, and begin at multiples of n.
    constexpr bool runs_of(int n) const {
        if (rank == 0 || stride[rank - 1] != 1 || extent[rank - 1] % n != 0) return false;
        for (int d = 0; d + 1 < rank; ++d)
            if (stride[d] % n != 0) return false;
        return true;
    }
    // Whether every number lies at a multiple of n.
    constexpr bool multiples_of(int n) const {
        for (int d = 0; d < rank; ++d)
            if (stride[d] % n != 0) return false;
        return true;
    }
};

// On the device tables of constants cannot be indexed: every step of the division is written out.
template<index_map Map, int Axis = Map.rank - 1>
TYPEGRAD_DEVICE constexpr int place_in(int i) {
    if constexpr (Axis < 0) return 0;
    else if constexpr (Axis == 0) return i * Map.stride[0];
    else return i % Map.extent[Axis] * Map.stride[Axis] + place_in<Map, Axis - 1>(i / Map.extent[Axis]);
}

}

#endif
