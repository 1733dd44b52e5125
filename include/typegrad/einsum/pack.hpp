#ifndef TYPEGRAD_EINSUM_PACK_HPP
#define TYPEGRAD_EINSUM_PACK_HPP

#include <cstddef>

#include "../config.hpp"
#include "../core/bf16.hpp"
#include "contraction.hpp"
#include "schedule.hpp"

// Weights in the order in which the loops read them: one panel for each tile of the vector index, in it the reductions
// from the outermost to the innermost, and innermost a row as wide as the tile, aligned and padded with zeros.
namespace typegrad::einsum {

// The strides of w within a panel; the loops step from panel to panel themselves.
constexpr contraction packed_strides(contraction c, const plan& p) {
    std::ptrdiff_t step = p.width();
    const auto given = c.term[0];
    auto place = [&](int i) {
        if (i == p.vector || given.w[i] == 0) return;
        c.term[0].w[i] = step;
        step *= c.extent[i];
    };
    for (int k = p.inners; k-- > 0;) place(p.inner[k]);
    for (int k = p.outers; k-- > 0;) place(p.outer[k]);
    c.term[0].w_origin = 0;
    return c;
}
constexpr std::size_t packed_size(const contraction& c, const plan& p) {
    std::ptrdiff_t n = (c.extent[p.vector] + p.width() - 1) / p.width() * p.width();
    for (int i = 0; i < c.rank; ++i)
        if (i != p.vector && c.term[0].w[i] != 0) n *= c.extent[i];
    return static_cast<std::size_t>(n);
}

// Where output o of a tile lies in its row. Two vectors of bf16 share their words: the first has the lower halves.
template<class W>
TYPEGRAD_INLINE constexpr std::ptrdiff_t packed_column(std::ptrdiff_t o, std::ptrdiff_t lanes) {
    if constexpr (sizeof(W) == 2) return o / (2 * lanes) * (2 * lanes) + 2 * (o % lanes) + o / lanes % 2;
    else return o;
}

// to, all zero before, from w: From is the kernel that reads w as it is, To the one that reads it packed.
template<class From, class To, class W>
void pack(W* to, const float* w) {
    constexpr contraction a = From::space, b = To::space;
    constexpr int v = To::order.vector;
    constexpr std::ptrdiff_t width = To::order.width(), lanes = To::order.lanes;
    constexpr auto panel = static_cast<std::ptrdiff_t>(packed_size(b, To::order)) / ((a.extent[v] + width - 1) / width);
    std::ptrdiff_t at[max_indices]{};
    for (;;) {
        std::ptrdiff_t from = a.term[0].w_origin, row = 0;
        for (int i = 0; i < a.rank; ++i) {
            from += at[i] * a.term[0].w[i];
            if (i != v) row += at[i] * b.term[0].w[i];
        }
        for (std::ptrdiff_t o = 0; o < a.extent[v]; ++o) to[o / width * panel + row + packed_column<W>(o % width, lanes)] = static_cast<W>(w[from + o]);
        int i = 0;
        while (i < a.rank && (i == v || a.term[0].w[i] == 0 || ++at[i] == a.extent[i])) at[i++] = 0;
        if (i == a.rank) return;
    }
}

}

#endif
