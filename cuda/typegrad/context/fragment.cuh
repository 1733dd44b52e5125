#ifndef TYPEGRAD_CUDA_CONTEXT_FRAGMENT_CUH
#define TYPEGRAD_CUDA_CONTEXT_FRAGMENT_CUH

#include <cstdint>

#include <typegrad/config.hpp>

// How the numbers of a matrix lie in the registers of a warp, for a product of 16 x 16 and 16 x 8 numbers of two bytes.
// source  NVIDIA: Parallel Thread Execution ISA, matrix fragments for mma.m16n8k16
namespace typegrad::cuda {

// Where one number is: which lane, which of its words, which half of that.
struct fragment_place {
    int lane, pair;
    bool upper;
};

// The left operand, rows by k.
struct fragment_a {
    std::uint32_t pair[4]{};
    TYPEGRAD_DEVICE static constexpr fragment_place place(int row, int k) { return {row % 8 * 4 + k % 8 / 2, row / 8 + 2 * (k / 8), k % 2 == 1}; }
};
// The right operand, k by columns.
struct fragment_b {
    std::uint32_t pair[2]{};
    TYPEGRAD_DEVICE static constexpr fragment_place place(int k, int column) { return {column * 4 + k % 8 / 2, k / 8, k % 2 == 1}; }
};
// The result and what it is added to, in float. Two of them, packed, side by side, are a left operand.
struct accumulator {
    float value[4]{};
    TYPEGRAD_DEVICE static constexpr int row(int lane, int i) { return lane / 4 + i / 2 * 8; }
    TYPEGRAD_DEVICE static constexpr int column(int lane, int i) { return lane % 4 * 2 + i % 2; }
};
// Two results side by side, sixteen columns, as the left operand of the next product.
template<class T, class Context>
TYPEGRAD_DEVICE fragment_a packed_results(const accumulator (&sum)[2]) {
    fragment_a a;
    TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) {
        a.pair[2 * half] = Context::template pack<T>(sum[half].value[0], sum[half].value[1]);
        a.pair[2 * half + 1] = Context::template pack<T>(sum[half].value[2], sum[half].value[3]);
    }
    return a;
}

}

#endif
