#ifndef TYPEGRAD_CUDA_EINSUM_BLOCK_CONTRACTION_CUH
#define TYPEGRAD_CUDA_EINSUM_BLOCK_CONTRACTION_CUH

#include "block_product.cuh"
#include "contraction_maps.cuh"

namespace typegrad::cuda {

// A product of a contraction on shared memory, tiles of at most so many blocks of columns: store(place in y, low, high,
// whether there is a high). Streamed: its right operand stays in global memory; tall tiles read it once for many rows.
template<class T, int Warps, class Space, int Widest = 4, bool Streamed = false>
struct block_contraction {
    static constexpr contraction_maps maps = maps_of(Space::value);
    static_assert(maps.possible);
    using a_operand = shared_operand<maps.x.rows, maps.x.depth, T>;
    using b_operand = shared_operand<maps.w.rows, maps.w.depth, T>;
    static constexpr int wide = maps.columns > 16 * (Widest - 1) ? Widest : (maps.columns + 15) / 16, row_blocks = (maps.rows + 15) / 16;
    static constexpr int tall = Streamed ? (row_blocks < 4 ? row_blocks : 4) : maps.rows > 16 * Warps && wide <= 2 ? 2 : 1;
    using product = block_product<T, Warps, tall, wide, a_operand, b_operand>;
    static constexpr int products = maps.groups * product::products, products_in_code = product::products_in_code;
    // Whether two columns, the first of them even, lie side by side, the first at an even place.
    static constexpr bool pairs = maps.y.depth.runs_of(2) && maps.y.rows.multiples_of(2) && maps.y.group.multiples_of(2) && maps.y.origin % 2 == 0;

    // The right operand of group g.
    TYPEGRAD_DEVICE static b_operand b_of(std::uint32_t w, int g) { return {w + bytes_of<T>(maps.w.origin + place_in<maps.w.group>(g))}; }
    template<class Context, class First, class Store>
    TYPEGRAD_DEVICE static void run(Context& c, std::uint32_t x, std::uint32_t w, const First& first, const Store& store) {
        run_with(c, x, [w](int g) { return b_of(w, g); }, first, store);
    }
    template<class Context, class Weight, class First, class Store>
    TYPEGRAD_DEVICE static void stream(Context& c, std::uint32_t x, const Weight& weight, const First& first, const Store& store) {
        static_assert(Streamed);
        run_with(c, x, [&weight](int g) { return streamed_operand<maps.w.rows, maps.w.depth, T, Weight>{weight, maps.w.origin + place_in<maps.w.group>(g)}; }, first, store);
    }

private:
    template<class Context, class Right, class First, class Store>
    TYPEGRAD_DEVICE static void run_with(Context& c, std::uint32_t x, const Right& right, const First& first, const Store& store) {
        using tiled = block_product<T, Warps, tall, wide, a_operand, decltype(right(0))>;
        // All warps have something to do, even where the products are small and many.
        TYPEGRAD_ROLLED for (int i = c.warp(); i < maps.groups * product::tiles; i += Warps) {
            const int g = i / product::tiles;
            const a_operand a{x + bytes_of<T>(maps.x.origin + place_in<maps.x.group>(g))};
            const int from = maps.y.origin + place_in<maps.y.group>(g);
            tiled::tile(c, a, right(g), i % product::tiles, [&](int o) { return first(g * maps.columns + o); }, [&](int r, int o, float low, float high) {
                const int row = from + place_in<maps.y.rows>(r);
                if (pairs && o + 1 < maps.columns) return store.two(row + place_in<maps.y.depth>(o), low, high);
                store.one(row + place_in<maps.y.depth>(o), low);
                if (o + 1 < maps.columns) store.one(row + place_in<maps.y.depth>(o + 1), high);
            });
        }
    }
};

// Ones, in as many places of depth as the other operand has: their product with slopes is the gradient of a bias.
template<class T, index_map Depth>
struct ones_operand {
    static constexpr int rows = 1, depth = Depth.size();

    template<bool Left, class Context>
    TYPEGRAD_DEVICE auto load(Context& c, int, int deep) const {
        if constexpr (std::is_same_v<T, float>) {
            lane_block<Left> b;
            TYPEGRAD_UNROLLED for (int k = 0; k < product_depth<float>; ++k)
                TYPEGRAD_UNROLLED for (int i = 0; i < 2; ++i) b.part[0].of[i][k] = deep + k < depth ? 1.0f : 0.0f;
            return b;
        } else {
            constexpr int pair = 4 / static_cast<int>(sizeof(T));
            operand_block b;
            TYPEGRAD_UNROLLED for (int q = 0; q < 4; ++q) {
                const int k = deep + c.lane() % 4 * pair + q / 2 * 4 * pair;
                b.word[q] = word_of<T, Context>(k < depth ? 1.0f : 0.0f, k + 1 < depth ? 1.0f : 0.0f);
            }
            return b;
        }
    }
};

}

#endif
