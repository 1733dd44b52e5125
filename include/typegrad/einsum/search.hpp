#ifndef TYPEGRAD_EINSUM_SEARCH_HPP
#define TYPEGRAD_EINSUM_SEARCH_HPP

#include "contraction.hpp"
#include "cost.hpp"
#include "schedule.hpp"
#include "turn.hpp"

// The plan for a contraction: the cheapest of the tiles that fit into the registers, or one written by hand.
namespace typegrad::einsum {

namespace search {

// The shortest vector that holds the whole index, or the longest there is.
constexpr int fitting_lanes(const contraction& c, int v, const machine& m) {
    int lanes = m.lanes;
    while (lanes > 1 && lanes / 2 >= c.extent[v]) lanes /= 2;
    return lanes;
}

// Whole indices take the first slots of a tile. Returns how many.
constexpr int keep_whole(const contraction& c, plan& p) {
    int used = 0;
    for (int i = 0; i < c.rank; ++i)
        if (c.whole[i]) {
            p.tiled[used] = i;
            p.size[used++] = static_cast<int>(c.extent[i]);
        }
    return used;
}

struct finder {
    contraction c;
    machine m;
    plan best{};
    long lowest = 0;
    turned_operand copied = turned_operand::none;
    long copying = 0;  // what the copy costs

    constexpr void offer(plan p) {
        p = order_loops(c, p);
        p.turned = copied;
        const long q = cost(c, p, m) + copying;
        if (best.vector < 0 || q < lowest) {
            best = p;
            lowest = q;
        }
    }

    // Where memory limits (sums that go through it, or no index that w alone has, as in a depthwise convolution), of two
    // equal tiles the one whose numbers lie closer together.
    bool from_last = c.scatters() || !has_index_of_w_alone(c);

    constexpr bool tileable(int i, const plan& p) const { return can_be_tiled(c, i, p.vector); }

    constexpr long registers(const plan& p) const {
        tile_shape t;
        for (int k = 0; k < max_tiled; ++k) t.size[k] = p.size[k];
        t.vectors = p.vectors;
        return cost_of_step(c, p, t, m).registers;
    }

    // Grows the tile along slot k until the registers are full; offers that and the even split.
    constexpr void fill(plan p, int k) {
        const int i = p.tiled[k], n = static_cast<int>(c.extent[i]);
        int t = 1;
        while (t < n && t < 32) {
            p.size[k] = t + 1;
            if (registers(p) > m.registers) break;
            ++t;
        }
        const int parts = (n + t - 1) / t, even = (n + parts - 1) / parts;
        p.size[k] = even;
        offer(p);
        if (even != t) {
            p.size[k] = t;
            offer(p);
        }
    }

    constexpr void with_tiles(plan p, int used) {
        p.size[used] = 1;
        bool any = false;
        for (int k = 0; k < c.rank; ++k) {
            const int d = from_last ? c.rank - 1 - k : k;
            if (!tileable(d, p)) continue;
            any = true;
            p.tiled[used] = d;
            fill(p, used);
            if (used + 1 >= max_tiled || p.vectors > 2) continue;
            for (int e = 0; e < c.rank; ++e) {
                const bool summed = can_be_summed_in_tile(c, e, d);
                if (e == d || !(tileable(e, p) || summed) || !complements(d, e)) continue;
                for (int u = 2; u <= 8 && u <= c.extent[e]; ++u) {
                    if (summed && c.extent[e] % u != 0) continue;
                    plan q = p;
                    q.tiled[used + 1] = e;
                    q.size[used + 1] = u;
                    fill(q, used);
                    if (summed && used + 2 < max_tiled) with_windows(q, used);
                }
            }
        }
        if (!any || used > 0) offer(p);
    }
    // A window has two axes: with the second one in the tile too, nothing is read twice. Compilers load ahead here and
    // spill where they have no registers to spare.
    constexpr void with_windows(plan p, int used) {
        const int spare = m.registers / 4;
        m.registers -= spare;
        for (int f = 0; f < c.rank; ++f) {
            if (p.position(f) >= 0 || !tileable(f, p)) continue;
            p.tiled[used + 2] = f;
            for (int u = 2; u <= 4 && u <= c.extent[f]; ++u) {
                p.size[used + 2] = u;
                if (registers(p) <= m.registers) fill(p, used);
            }
        }
        m.registers += spare;
    }
    // Two tiled indices help when each lets the other operand be used again.
    constexpr bool complements(int d, int e) const {
        const auto& t = c.term[0];
        return (t.x[d] != 0) != (t.x[e] != 0) || (t.w[d] != 0) != (t.w[e] != 0);
    }

    // No index can lie along the lanes: one lane, where any stride will do.
    constexpr plan one_by_one() {
        plan p;
        keep_whole(c, p);
        for (int i = 0; i < c.rank; ++i)
            if (!c.whole[i] && (c.y[i] != 0 || p.vector < 0)) p.vector = i;
        return order_loops(c, p);
    }

    constexpr void with_lanes(int v, int lanes) {
        plan p;
        p.vector = v;
        p.lanes = lanes;
        const int used = keep_whole(c, p);
        const int vectors = static_cast<int>((c.extent[v] + lanes - 1) / lanes);
        const int most = c.y[v] == 0 ? 1 : vectors < 8 ? vectors : 8;
        for (p.vectors = 1; p.vectors <= most; ++p.vectors)
            if (used < max_tiled) with_tiles(p, used);
            else offer(p);
    }

    // Lanes along outputs that lie apart in an operand as it is.
    constexpr void with_copies() {
        const contraction given = c;
        for (int v = 0; v < given.rank; ++v)
            for (const turned_operand side : {turned_operand::x, turned_operand::w}) {
                if (given.y[v] != 1 || can_be_vector(given, v) || !can_be_turned(given, side == turned_operand::x ? given.term[0].x : given.term[0].w, v)) continue;
                c = turn(given, side, v);
                copied = side;
                copying = cost_of_copy * static_cast<long>(turned_size(given, side));
                if (can_be_vector(c, v)) with_lanes(v, fitting_lanes(c, v, m));
            }
        c = given;
        copied = turned_operand::none;
        copying = 0;
    }

    constexpr plan run() {
        for (int v = 0; v < c.rank; ++v) {
            if (!can_be_vector(c, v)) continue;
            const int lanes = fitting_lanes(c, v, m);
            with_lanes(v, lanes);
            if (lanes == m.lanes && m.halves > 1 && c.extent[v] % lanes != 0) with_lanes(v, lanes / 2);
        }
        if (m.copies && m.lanes > 1 && c.products == 1) with_copies();
        if (best.vector < 0) best = one_by_one();
        return with_chains(turn(c, best.turned, best.vector), best, m);
    }
};

}

// The cheapest plan that the model finds.
constexpr plan find_plan(const contraction& c, const machine& m) { return search::finder{c, m}.run(); }

// A schedule written by hand, its gaps filled: indices are found by letter, sizes end with the number of vectors.
constexpr plan read_schedule(const contraction& c, const schedule& s, const machine& m) {
    plan p = find_plan(c, m);
    if (s.vector != 0) {
        const int v = c.index_of(static_cast<char>(s.vector));
        if (v >= 0 && can_be_vector(c, v)) p.vector = v;
    }
    p.lanes = search::fitting_lanes(c, p.vector, m);
    int sizes = 0;
    while (sizes <= max_tiled && s.tile[sizes] > 0) ++sizes;
    if (sizes > 0) {
        const plan found = p;
        for (int k = 0; k < max_tiled; ++k) {
            p.tiled[k] = -1;
            p.size[k] = 1;
        }
        int used = search::keep_whole(c, p);
        for (int k = 0; k + 1 < sizes && used < max_tiled; ++k) {
            int i = s.along[k] != 0 ? c.index_of(static_cast<char>(s.along[k])) : -1;
            for (int q = 0; q < max_tiled && i < 0; ++q)
                if (found.tiled[q] >= 0 && found.tiled[q] != p.vector && p.position(found.tiled[q]) < 0) i = found.tiled[q];
            if (i < 0 || p.position(i) >= 0 || !can_be_tiled(c, i, p.vector)) continue;
            p.tiled[used] = i;
            p.size[used++] = s.tile[k] < c.extent[i] ? s.tile[k] : static_cast<int>(c.extent[i]);
        }
        const int most = static_cast<int>((c.extent[p.vector] + p.lanes - 1) / p.lanes);
        p.vectors = s.tile[sizes - 1] < most ? s.tile[sizes - 1] : most;
        if (c.y[p.vector] == 0) p.vectors = 1;
    }
    if (s.unroll > 0) p.unroll = s.unroll;
    return with_chains(c, order_loops(c, p), m);
}

constexpr plan choose_plan(const contraction& c, const schedule& s, const machine& m) {
    return s.empty() ? find_plan(c, m) : read_schedule(c, s, m);
}

}

#endif
