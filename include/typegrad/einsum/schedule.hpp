#ifndef TYPEGRAD_EINSUM_SCHEDULE_HPP
#define TYPEGRAD_EINSUM_SCHEDULE_HPP

#include <cstddef>

#include "../config.hpp"
#include "contraction.hpp"

namespace typegrad::einsum {

inline constexpr int max_tiled = 3;

// What a plan is made for: the lanes of a vector, the registers for accumulators and operands, whether a vector runs as
// two halves, so that a shorter one is done in half the time, and whether there is memory for a copy of an operand.
struct machine {
    int lanes = 1;
    int registers = 16;
    int halves = 1;
    bool copies = false;

    constexpr machine with_copies() const { return {lanes, registers, halves, true}; }
};

enum class turned_operand { none, x, w };

// A contraction's loops, decided: which index lies along the lanes, how large a tile of accumulators stays in registers,
// and the order of the loops around it and inside it.
struct plan {
    int vector = -1;
    int lanes = 1;
    int vectors = 1;  // of the vector index, in one tile
    int tiled[max_tiled] = {-1, -1, -1};
    int size[max_tiled] = {1, 1, 1};
    int outer[max_indices]{}, outers = 0;  // outermost first; a tiled index steps by its size
    int inner[max_indices]{}, inners = 0;  // reductions, inside the tile
    int unroll = 1;                        // of the innermost reduction
    int chains = 1;                        // sets of accumulators that its steps take in turn, added up at the end
    turned_operand turned = turned_operand::none;        // copied first, the vector index innermost
    bool packed = false;                   // w lies as [tile of the vector index][the others][tile width]

    constexpr int width() const { return vectors * lanes; }
    constexpr int position(int index) const {
        for (int t = 0; t < max_tiled; ++t)
            if (tiled[t] == index) return t;
        return -1;
    }
    // How far a tile reaches along an index.
    constexpr int step(int index) const { return position(index) < 0 ? 1 : size[position(index)]; }
};

}

namespace typegrad {

// A schedule chosen by hand, by the letters of the layer's formula; what is left out is chosen for you. The last number
// of `tile` counts vectors, those before it count the indices in `along`. It holds for the forward pass; gradients are
// planned. What a layout cannot grant (lanes along an index that lies apart there) is chosen too: explain says what came of it.
//   dense<128, schedule{.vector = 'o', .tile = {6, 4}}>                     6 samples by 4 vectors of outputs
//   conv2d<50, 5, schedule{.vector = 'n', .tile = {5, 4, 1}, .along = {'o', 'w'}}>
struct schedule {
    int vector = 0;
    int tile[einsum::max_tiled + 1] = {0, 0, 0, 0};
    int along[einsum::max_tiled] = {0, 0, 0};
    int unroll = 0;

    constexpr bool empty() const { return vector == 0 && tile[0] == 0 && unroll == 0; }
};

}

namespace typegrad::einsum {

// Whether an index can lie along the lanes: contiguous or constant in every operand, contiguous in one at least.
constexpr bool can_be_vector(const contraction& c, int v) {
    if (c.whole[v] || c.extent[v] < 1 || (c.y[v] != 0 && c.y[v] != 1)) return false;
    for (int p = 0; p < c.products; ++p) {
        const auto x = c.term[p].x[v], w = c.term[p].w[v];
        if (!c.term[p].has[v]) {
            if (c.y[v] == 0) continue;
            return false;
        }
        if ((x != 0 && x != 1) || (w != 0 && w != 1) || (x == 0 && w == 0)) return false;
        if (c.y[v] == 0 && (x == 0 || w == 0)) return false;
    }
    if (c.y[v] == 0)  // lanes are added up at the end: no window can be kept apart, and one product only
        for (int i = 0; i < c.rank; ++i)
            if (c.whole[i]) return false;
    return c.y[v] == 1 || c.products == 1;
}

// Whether an index can be tiled beside the vector index: it makes new outputs, and no vector of them lies across another.
constexpr bool can_be_tiled(const contraction& c, int i, int v) {
    if (i == v || c.extent[i] < 2 || c.whole[i] || c.y[i] == 0) return false;
    const auto step = c.y[i] < 0 ? -c.y[i] : c.y[i];
    return c.y[v] == 0 || step >= c.extent[v] * c.y[v];
}

constexpr bool has_index_of_w_alone(const contraction& c) {
    for (int i = 0; i < c.rank; ++i)
        if (c.free(i) && c.term[0].x[i] == 0) return true;
    return false;
}

// Whether a reduction can stand whole steps of it in the tile beside index d: where windows overlap, as in a depthwise
// convolution, each value then serves several sums. No index may be left that uses w alone: it would do better.
constexpr bool can_be_summed_in_tile(const contraction& c, int i, int d) {
    const auto& t = c.term[0];
    if (c.products != 1 || c.free(i) || c.extent[i] < 2 || t.x[i] == 0 || t.w[i] == 0 || t.x[d] <= 0 || has_index_of_w_alone(c)) return false;
    const auto low = t.x[i] < t.x[d] ? t.x[i] : t.x[d], high = t.x[i] + t.x[d] - low;
    return low > 0 && high % low == 0 && high / low < (low == t.x[i] ? c.extent[i] : c.extent[d]);
}

// A plan from a tile: the loops around it run over the vector index first, then in the order of the output.
constexpr plan order_loops(const contraction& c, plan p) {
    p.outers = p.inners = 0;
    if (p.vector >= 0 && c.y[p.vector] != 0) p.outer[p.outers++] = p.vector;
    for (int i = 0; i < c.rank; ++i) {
        if (i == p.vector && c.y[i] != 0) continue;
        if (c.free(i)) p.outer[p.outers++] = i;
        else p.inner[p.inners++] = i;
    }
    // lanes that are added up form the innermost reduction
    for (int k = 0; k + 1 < p.inners; ++k)
        if (p.inner[k] == p.vector) {
            const int t = p.inner[k];
            p.inner[k] = p.inner[k + 1];
            p.inner[k + 1] = t;
        }
    return p;
}

}

#endif
