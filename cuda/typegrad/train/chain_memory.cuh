#ifndef TYPEGRAD_CUDA_TRAIN_CHAIN_MEMORY_CUH
#define TYPEGRAD_CUDA_TRAIN_CHAIN_MEMORY_CUH

#include <cstdint>

#include <typegrad/layers/elementwise.hpp>

#include "../einsum/index_map.cuh"
#include "../network/dense_chain.cuh"

namespace typegrad::cuda {

// Where a block that trains a chain of dense layers keeps everything, for Samples of them: the input of each layer, whose
// place its gradient takes later; the arguments of activations whose slope needs them; weights; biases; outputs in float.
// Rows are sixteen bytes longer than a multiple of 32: no bank conflicts.
template<class Net, int Samples>
struct chain_memory {
    using chain = dense_chain<Net>;
    static constexpr int depth = chain::depth;

    static constexpr int filled(int n) { return (n + 15) / 16 * 16; }
    static constexpr int row(int n) { return filled(n) + 8; }  // numbers of two bytes
    template<int I>
    static constexpr int width() {
        if constexpr (I == 0) return chain::template in<0>;
        else return chain::template out<I - 1>;
    }
    // Of sixteen columns.
    template<int I>
    static constexpr int blocks = filled(width<I>()) / 16;
    template<int I = 0>
    static constexpr int widest() {
        if constexpr (I == depth) return blocks<I>;
        else return blocks<I> > widest<I + 1>() ? blocks<I> : widest<I + 1>();
    }
    template<int I>
    static constexpr bool keeps_argument() {
        return I > 0 && I < depth && !typegrad::derivative<typename chain::template activation<(I > 0 ? I - 1 : 0)>>::from_y;
    }

    // Value I: what layer I reads, and layer I - 1 makes.
    template<int I>
    static constexpr std::uint32_t value() {
        if constexpr (I == 0) return 0;
        else return value<I - 1>() + 2u * Samples * row(width<I - 1>());
    }
    template<int I>
    static constexpr std::uint32_t argument() {
        if constexpr (I == 0) return value<depth + 1>();
        else return argument<I - 1>() + (keeps_argument<I - 1>() ? 2u * Samples * row(width<I - 1>()) : 0);
    }
    template<int I>
    static constexpr std::uint32_t weight() {
        if constexpr (I == 0) return argument<depth + 1>();
        else return weight<I - 1>() + 2u * filled(width<I - 1>()) * row(width<I>());
    }
    template<int I>
    static constexpr std::uint32_t bias() {
        if constexpr (I == 0) return weight<depth>();
        else return bias<I - 1>() + 4u * filled(width<I>());
    }
    // The outputs in float and their slopes, a sample a row of an odd number of words.
    static constexpr int output_row = width<depth>() | 1;
    static constexpr std::uint32_t output = bias<depth>(), slope = output + 4u * Samples * output_row, bytes = slope + 4u * Samples * output_row;

    // Maps of the values, by samples and by columns, and of the weights.
    static constexpr index_map line(int n, int step) { return index_map{}.with(n, step); }
    template<int I>
    static constexpr index_map samples = line(Samples, row(width<I>()));
    template<int I>
    static constexpr index_map columns = line(filled(width<I>()), 1);
    template<int I>
    static constexpr index_map weight_rows = line(filled(width<I>()), row(width<I + 1>()));
};

}

#endif
