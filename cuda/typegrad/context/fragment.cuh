#ifndef TYPEGRAD_CUDA_CONTEXT_FRAGMENT_CUH
#define TYPEGRAD_CUDA_CONTEXT_FRAGMENT_CUH

#include <cstdint>
#include <type_traits>

#include <typegrad/config.hpp>

// How the numbers of a matrix lie in the registers of a warp, for a product of 16 x 16 and 16 x 8 numbers of two bytes, or of
// 16 x 8 and 8 x 8 of four.
// source  NVIDIA: Parallel Thread Execution ISA, matrix fragments for mma.m16n8k16 and, tf32, mma.m16n8k8
namespace typegrad::cuda {

// The depth of a product: of tensor cores, or of float, which has none, four numbers of each of a lane's rows.
template<class T>
inline constexpr int product_depth = std::is_same_v<T, float> ? 4 : 32 / static_cast<int>(sizeof(T));

// Where one number is: which lane, which of its words, which half of that.
struct fragment_place {
    int lane, pair;
    bool upper;
};

// The left operand, rows by k.
struct fragment_a {
    std::uint32_t pair[4]{};
    TYPEGRAD_DEVICE static constexpr fragment_place place(int row, int k) { return {row % 8 * 4 + k % 8 / 2, row / 8 + 2 * (k / 8), k % 2 == 1}; }
    TYPEGRAD_DEVICE static constexpr fragment_place place_of_four(int row, int k) { return {row % 8 * 4 + k % 4, row / 8 + 2 * (k / 4), false}; }
};
// The right operand, k by columns.
struct fragment_b {
    std::uint32_t pair[2]{};
    TYPEGRAD_DEVICE static constexpr fragment_place place(int k, int column) { return {column * 4 + k % 8 / 2, k / 8, k % 2 == 1}; }
    TYPEGRAD_DEVICE static constexpr fragment_place place_of_four(int k, int column) { return {column * 4 + k % 4, k / 4, false}; }
};
// The result and what it is added to, in float. Two of them, packed, side by side, are a left operand.
struct accumulator {
    float value[4]{};
    TYPEGRAD_DEVICE static constexpr int row(int lane, int i) { return lane / 4 + i / 2 * 8; }
    TYPEGRAD_DEVICE static constexpr int column(int lane, int i) { return lane % 4 * 2 + i % 2; }
};
// Either operand in float: of the two rows, or columns, whose results are the lane's.
struct lane_numbers {
    float of[2][product_depth<float>];
};
template<class T>
using left_operand = std::conditional_t<std::is_same_v<T, float>, lane_numbers, fragment_a>;
// d += a b, each lane for itself.
TYPEGRAD_DEVICE void multiply_alone(accumulator& d, const lane_numbers& a, const lane_numbers& b) {
    TYPEGRAD_UNROLLED for (int k = 0; k < product_depth<float>; ++k)
        TYPEGRAD_UNROLLED for (int i = 0; i < 4; ++i) d.value[i] += a.of[i / 2][k] * b.of[i % 2][k];
}

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
