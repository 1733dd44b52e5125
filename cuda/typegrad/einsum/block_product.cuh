#ifndef TYPEGRAD_CUDA_EINSUM_BLOCK_PRODUCT_CUH
#define TYPEGRAD_CUDA_EINSUM_BLOCK_PRODUCT_CUH

#include "operand.cuh"

namespace typegrad::cuda {

// y[row, column] = first(column) + sum over depth of a[row, depth] b[column, depth], by all warps of a block: each takes
// tiles of 16 Tall rows by 16 Wide columns. store(row, column, low, high) gets two neighbouring columns; the second may be
// one beyond the last.
template<class T, int Warps, int Tall, int Wide, class A, class B>
struct block_product {
    static constexpr int rows = A::rows, columns = B::rows, depth = A::depth;
    static_assert(A::depth == B::depth);
    static constexpr int tall_tiles = (rows + 16 * Tall - 1) / (16 * Tall), wide_tiles = (columns + 16 * Wide - 1) / (16 * Wide);
    // mma of all warps together
    static constexpr int step = product_depth<T>, steps = (depth + step - 1) / step;
    static constexpr bool has_mma = !std::is_same_v<T, float>;
    static constexpr int products = has_mma * tall_tiles * wide_tiles * Tall * Wide * 2 * steps;
    // and in the code: short sums are written out, long ones are a loop; nothing is left of columns that never are
    static constexpr bool is_short = steps <= 4;
    static constexpr int products_in_code = has_mma * Tall * (wide_tiles == 1 ? (columns + 7) / 8 : 2 * Wide) * (is_short ? steps : 1);

    template<class Context, class First, class Store>
    TYPEGRAD_DEVICE static void run(Context& c, const A& a, const B& b, const First& first, const Store& store) {
        TYPEGRAD_ROLLED for (int t = c.warp(); t < tiles; t += Warps) tile(c, a, b, t, first, store);
    }
    // Tile t, by one warp.
    static constexpr int tiles = tall_tiles * wide_tiles;
    template<class Context, class First, class Store>
    TYPEGRAD_DEVICE static void tile(Context& c, const A& a, const B& b, int t, const First& first, const Store& store) {
        tile(c, a, b, t / wide_tiles * 16 * Tall, t % wide_tiles * 16 * Wide, first, store);
    }

private:
    template<class Context, class First, class Store>
    TYPEGRAD_DEVICE static void tile(Context& c, const A& a, const B& b, int row, int column, const First& first, const Store& store) {
        accumulator sum[Tall][2 * Wide];
        const int l = c.lane();
        TYPEGRAD_UNROLLED for (int n = 0; n < 2 * Wide; ++n) {
            const int o = column + 8 * n + accumulator::column(l, 0);
            const float low = o < columns ? first(o) : 0.0f, high = o + 1 < columns ? first(o + 1) : 0.0f;
            TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m) sum[m][n] = {{low, high, low, high}};
        }
        if constexpr (is_short) {
            TYPEGRAD_UNROLLED for (int k = 0; k < depth; k += step) deepen(c, a, b, row, column, k, sum);
        } else {
            TYPEGRAD_ROLLED for (int k = 0; k < depth; k += step) deepen(c, a, b, row, column, k, sum);
        }
        TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m)
            TYPEGRAD_UNROLLED for (int n = 0; n < 2 * Wide; ++n)
                TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half) {
                    const int r = row + 16 * m + accumulator::row(l, 2 * half), o = column + 8 * n + accumulator::column(l, 0);
                    if (r < rows && o < columns) store(r, o, sum[m][n].value[2 * half], sum[m][n].value[2 * half + 1]);
                }
    }
    template<class Context>
    TYPEGRAD_DEVICE static void deepen(Context& c, const A& a, const B& b, int row, int column, int k, accumulator (&sum)[Tall][2 * Wide]) {
        left_operand<T> left[Tall];
        TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m) left[m] = a.template load<true>(c, row + 16 * m, k).left();
        TYPEGRAD_UNROLLED for (int n = 0; n < Wide; ++n) {
            const auto right = b.template load<false>(c, inside(column + 16 * n), k);
            TYPEGRAD_UNROLLED for (int half = 0; half < 2; ++half)
                TYPEGRAD_UNROLLED for (int m = 0; m < Tall; ++m) c.template multiply<T>(sum[m][2 * n + half], left[m], right.right(half));
        }
    }
    // A block of columns that exists: those beyond the last tile are computed and dropped.
    TYPEGRAD_DEVICE static constexpr int inside(int column) { return column < columns ? column : (columns - 1) / 16 * 16; }
};

}

#endif
