#ifndef TYPEGRAD_CUDA_NETWORK_PACKED_CHAIN_CUH
#define TYPEGRAD_CUDA_NETWORK_PACKED_CHAIN_CUH

#include <cstdint>

#include "../einsum/operand.cuh"
#include "dense_chain.cuh"

namespace typegrad::cuda {

// The weights of a chain of dense layers as the tensor cores take them, layer after layer, then the biases in float; all
// widths are filled up to sixteen. The input's columns are taken in another order: see input_column.
template<class Net>
struct packed_chain {
    using chain = dense_chain<Net>;
    static constexpr int depth = chain::depth;

    template<int I>
    using operand = packed_operand<chain::template out<I>, chain::template in<I>>;
    template<int I>
    static constexpr int in_blocks = operand<I>::depth_blocks;
    template<int I>
    static constexpr int out_blocks = operand<I>::row_blocks;

    // In units of sixteen bytes.
    template<int I>
    static constexpr int weight_begin() {
        if constexpr (I == 0) return 0;
        else return weight_begin<I - 1>() + operand<I - 1>::blocks * 32;
    }
    template<int I>
    static constexpr int bias_begin() {
        if constexpr (I == 0) return weight_begin<depth>();
        else return bias_begin<I - 1>() + out_blocks<I - 1> * 4;
    }
    static constexpr int size = bias_begin<depth>();
    static constexpr std::uint32_t bytes = 16u * size;

    // A lane reads four neighbouring columns of the input at once, the k-th place of a block is this column of it.
    TYPEGRAD_DEVICE static constexpr int input_column(int k) { return k / 16 * 16 + k % 8 / 2 * 4 + k % 16 / 8 * 2 + k % 2; }
};

// Makes them from the parameters; as many threads as you like.
template<class Net, class T>
struct pack_chain {
    using packed = packed_chain<Net>;
    using chain = dense_chain<Net>;
    static constexpr int threads = 256;
    static constexpr std::uint32_t shared_bytes = 0;

    template<class Context>
    TYPEGRAD_DEVICE static void run(Context& c, const float* p, four_words* to) {
        layers<0>(c, p, to);
    }

private:
    template<int I, class Context>
    TYPEGRAD_DEVICE static void layers(Context& c, const float* p, four_words* to) {
        if constexpr (I < packed::depth) {
            weights<I>(c, p, to + packed::template weight_begin<I>());
            biases<I>(c, p, to + packed::template bias_begin<I>());
            layers<I + 1>(c, p, to);
        }
    }
    template<int I, class Context>
    TYPEGRAD_DEVICE static void weights(Context& c, const float* p, four_words* to) {
        using operand = typename packed::template operand<I>;
        constexpr int in = chain::template in<I>, out = chain::template out<I>;
        const auto w = [p](int o, int k) {
            const int i = I == 0 ? packed::input_column(k) : k;
            return i < in ? p[chain::template weight<I> + i * out + o] : 0.0f;
        };
        for (int at = c.block() * threads + c.thread(); at < operand::blocks * 32; at += c.blocks() * threads) {
            const int block = at / 32, row = block % operand::row_blocks * 16, deep = block / operand::row_blocks * 16;
            four_words words;
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) words.word[q] = packed_word<Context, T>(w, out, operand::depth_blocks * 16, row, deep, at % 32, q);
            c.write(to + at, words);
        }
    }
    template<int I, class Context>
    TYPEGRAD_DEVICE static void biases(Context& c, const float* p, four_words* to) {
        float* const b = reinterpret_cast<float*>(to);
        for (int o = c.block() * threads + c.thread(); o < packed::template out_blocks<I> * 16; o += c.blocks() * threads) {
            if constexpr (chain::template has_bias<I>) b[o] = o < chain::template out<I> ? p[chain::template bias<I> + o] : 0.0f;
            else b[o] = 0;
        }
    }
};

}

#endif
