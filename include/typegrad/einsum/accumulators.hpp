#ifndef TYPEGRAD_EINSUM_ACCUMULATORS_HPP
#define TYPEGRAD_EINSUM_ACCUMULATORS_HPP

#include <cstddef>

#include "../config.hpp"
#include "contraction.hpp"
#include "schedule.hpp"

// What the loops know of a tile while compiling: its accumulators, and the values that they multiply.
namespace typegrad::einsum {
inline namespace TYPEGRAD_ARCH {

// How large this instance of the tile is: whole tiles and the tails of each index are instances of their own.
template<int T0, int T1, int T2, int Vectors, int LastLanes>
struct extent_of_tile {
    static constexpr int size[max_tiled] = {T0, T1, T2};
    static constexpr int cells = T0 * T1 * T2;
    static constexpr int vectors = Vectors;
    static constexpr int last_lanes = LastLanes;  // used lanes of the last vector
};

// Where the operands of the current tile begin. The first are offsets, so that an epilogue reaches buffers beside y.
template<int Products, class X, class W>
struct cursor {
    std::ptrdiff_t y = 0, bias = 0, beside = 0;
    const X* x[Products]{};
    const W* w[Products]{};
};

namespace lowering {

// The accumulators of a tile, numbered: those of one output and different whole indices lie side by side.
template<class K, class E>
struct accumulators {
    static constexpr contraction c = K::space;
    static constexpr plan p = K::order;
    static constexpr bool dot = c.y[p.vector] == 0;

    static constexpr std::ptrdiff_t offset(const std::ptrdiff_t* stride, int cell, bool whole_only = false) {
        const int at[max_tiled] = {cell / (E::size[1] * E::size[2]), cell / E::size[2] % E::size[1], cell % E::size[2]};
        std::ptrdiff_t sum = 0;
        for (int k = 0; k < max_tiled; ++k)
            if (p.tiled[k] >= 0 && (!whole_only || c.whole[p.tiled[k]])) sum += at[k] * stride[p.tiled[k]];
        return sum;
    }

    struct table {
        int outputs = 0, windows = 0;
        int output[E::cells]{}, window[E::cells]{};
        std::ptrdiff_t offset[E::cells]{};       // of an output in y
        std::ptrdiff_t bias[E::cells]{}, beside[E::cells]{};
        std::ptrdiff_t key[E::cells]{};          // of a window
    };
    static constexpr table make() {
        table t;
        std::ptrdiff_t mark[max_indices]{};
        for (int i = 0; i < c.rank; ++i) mark[i] = c.whole[i] ? std::ptrdiff_t{1} << (5 * i) : 0;
        for (int cell = 0; cell < E::cells; ++cell) {
            const auto o = offset(c.y, cell), w = offset(mark, cell, true);
            int j = 0, k = 0;
            while (j < t.outputs && t.offset[j] != o) ++j;
            while (k < t.windows && t.key[k] != w) ++k;
            t.offset[j] = o;
            t.bias[j] = offset(c.bias, cell);
            t.beside[j] = offset(c.beside, cell);
            t.key[k] = w;
            if (j == t.outputs) ++t.outputs;
            if (k == t.windows) ++t.windows;
            t.output[cell] = j;
            t.window[cell] = k;
        }
        return t;
    }
    static constexpr table value = make();
    static constexpr int outputs = value.outputs, windows = value.windows;
    static constexpr int count = outputs * windows * E::vectors;
    // accumulator of a cell and a vector
    static constexpr int number(int cell, int v) { return (value.output[cell] * E::vectors + v) * windows + value.window[cell]; }
    static constexpr int used_lanes(int v) { return v + 1 == E::vectors ? E::last_lanes : p.lanes; }
};

// Which distinct values of x and w the cells and vectors of a tile use, and in which order to visit them.
template<class K, class E, int Product>
struct operand_uses {
    using table = accumulators<K, E>;
    static constexpr int count = E::cells * E::vectors;
    struct one {
        int cell = 0, stream = 0, held = 0;  // cell and vector; numbers of the two values
        bool first = false, shared = false;  // the first use of a streamed value; used again after it
    };
    struct uses {
        int x_values = 0, w_values = 0;
        int x_at[count]{}, w_at[count]{};  // a cell that uses the value
        int x_of[count]{}, w_of[count]{};
        int held_at[count]{};
        one order[count]{};
    };

    static constexpr int find(const std::ptrdiff_t* stride, int cell, const int* at, int values) {
        auto place = [&](int c) { return table::offset(stride, c / E::vectors) + (stride[K::order.vector] != 0 ? c % E::vectors * K::order.lanes * stride[K::order.vector] : 0); };
        for (int k = 0; k < values; ++k)
            if (place(at[k]) == place(cell)) return k;
        return values;
    }
    static constexpr uses make() {
        constexpr auto& t = K::space.term[Product];
        uses u;
        for (int c = 0; c < count; ++c) {
            u.x_of[c] = find(t.x, c, u.x_at, u.x_values);
            if (u.x_of[c] == u.x_values) u.x_at[u.x_values++] = c;
            u.w_of[c] = find(t.w, c, u.w_at, u.w_values);
            if (u.w_of[c] == u.w_values) u.w_at[u.w_values++] = c;
        }
        const bool hold_x = u.x_values <= u.w_values;
        const int streamed_values = hold_x ? u.w_values : u.x_values;
        int n = 0;
        for (int s = 0; s < streamed_values; ++s)
            for (int c = 0; c < count; ++c)
                if ((hold_x ? u.w_of[c] : u.x_of[c]) == s) {
                    u.order[n] = {c, s, hold_x ? u.x_of[c] : u.w_of[c], n == 0 || u.order[n - 1].stream != s, false};
                    if (!u.order[n].first)
                        for (int k = n; k >= 0 && u.order[k].stream == s; --k) u.order[k].shared = true;
                    ++n;
                }
        for (int k = 0; k < count; ++k) u.held_at[k] = hold_x ? u.x_at[k] : u.w_at[k];
        return u;
    }
    static constexpr uses value = make();
    static constexpr bool holds_x = value.x_values <= value.w_values;
    static constexpr int held = holds_x ? value.x_values : value.w_values, streamed = holds_x ? value.w_values : value.x_values;
};

}

}
}

#endif
