#ifndef TYPEGRAD_EINSUM_COST_HPP
#define TYPEGRAD_EINSUM_COST_HPP

#include <cstddef>

#include "contraction.hpp"
#include "schedule.hpp"

// A model of what a tile costs, in quarter cycles of a core that starts two multiply-adds and two loads a cycle. Integers
// and plain loops only: it runs while compiling, many times per contraction.
namespace typegrad::einsum {

namespace search {

struct tile_shape {
    int size[max_tiled] = {1, 1, 1};
    int vectors = 1;

    constexpr int cells() const { return size[0] * size[1] * size[2]; }
};

// Distinct values of s0 i + s1 j for i < n0, j < n1.
constexpr long distinct(long n0, std::ptrdiff_t s0, long n1, std::ptrdiff_t s1) {
    if (s0 == 0 || n0 == 1) return s1 == 0 ? 1 : n1;
    if (s1 == 0 || n1 == 1) return n0;
    const std::ptrdiff_t a = s0 < s1 ? s0 : s1, b = s0 < s1 ? s1 : s0;
    const long na = s0 < s1 ? n0 : n1, nb = s0 < s1 ? n1 : n0;
    if (b % a != 0) return na * nb;
    const long step = static_cast<long>(b / a), all = na + step * (nb - 1);
    return step >= na ? na * nb : all;
}

constexpr long distinct(const plan& p, const tile_shape& t, const std::ptrdiff_t* stride) {
    std::ptrdiff_t s[max_tiled]{};
    for (int k = 0; k < max_tiled; ++k) s[k] = p.tiled[k] < 0 ? 0 : stride[p.tiled[k]];
    const long last = s[2] == 0 ? 1 : t.size[2];
    if (last == 1) return distinct(t.size[0], s[0], t.size[1], s[1]);
    if (s[0] == 0 || t.size[0] == 1) return distinct(t.size[1], s[1], t.size[2], s[2]);
    if (s[1] == 0 || t.size[1] == 1) return distinct(t.size[0], s[0], t.size[2], s[2]);
    return distinct(t.size[0], s[0], t.size[1], s[1]) * last;
}

// Accumulators of a tile.
constexpr long accumulators(const contraction& c, const plan& p, const tile_shape& t) {
    std::ptrdiff_t s[max_indices]{};
    for (int i = 0; i < c.rank; ++i) s[i] = c.whole[i] ? 1L << (40 + i) : c.y[i];
    return distinct(p, t, s) * (c.y[p.vector] == 0 ? 1 : t.vectors);
}

// How often one accumulator is added to in one step: more than once where tiled indices are summed or overlap in y.
constexpr long longest_chain(const contraction& c, const plan& p, const tile_shape& t) {
    long chain = 1;
    for (int a = 0; a < max_tiled; ++a) {
        if (p.tiled[a] < 0 || c.whole[p.tiled[a]]) continue;
        const auto sa = c.y[p.tiled[a]];
        if (sa == 0) chain *= t.size[a];
        for (int b = a + 1; b < max_tiled && sa != 0; ++b)
            if (p.tiled[b] >= 0 && c.y[p.tiled[b]] == sa) chain *= t.size[a] < t.size[b] ? t.size[a] : t.size[b];
    }
    return chain;
}

constexpr long halves_of(const plan& p, const machine& m) { return p.lanes == m.lanes ? m.halves : 1; }

struct step_cost {
    long cycles4 = 0;  // quarter cycles per reduction step
    long sums = 0;     // accumulators
    long registers = 0;
};

inline constexpr long cost_of_copy = 2;  // of one number, read and written in the other order

constexpr long larger(long a, long b) { return a > b ? a : b; }

constexpr step_cost cost_of_step(const contraction& c, const plan& p, const tile_shape& t, const machine& m) {
    const auto& term = c.term[0];
    const bool vx = term.x[p.vector] != 0, vw = term.w[p.vector] != 0;
    const long dx = distinct(p, t, term.x), dw = distinct(p, t, term.w);
    const long nv = t.vectors, fma = t.cells() * nv, halves = halves_of(p, m);
    const long loads = dx * (vx ? nv : 1) + dw * (vw ? nv : 1);
    const long load_slots = dx * (vx ? nv * halves : 1) + dw * (vw ? nv * halves : 1);  // one number for all lanes is one
    step_cost r;
    r.sums = accumulators(c, p, t);
    // The operand with fewer values stays in registers while the other one streams past it, one value at a time.
    const long held = dx * (vx ? nv : 1) < dw * (vw ? nv : 1) ? dx * (vx ? nv : 1) : dw * (vw ? nv : 1);
    r.registers = r.sums + held + 1;
    const long chain = longest_chain(c, p, t);
    const long cycles = larger(2 * larger(halves * fma, load_slots), larger(16 * chain, (fma + loads + 3)));
    r.cycles4 = cycles + 1 + loads / 16;  // of two equal tiles the one that asks less of the caches
    return r;
}

constexpr long reductions(const contraction& c, const plan& p) {
    long n = 1;
    for (int k = 0; k < p.inners; ++k) {
        const int i = p.inner[k];
        n *= i == p.vector ? (c.extent[i] + p.lanes - 1) / p.lanes : c.extent[i] / p.step(i);
    }
    return n;
}

}

namespace search {
// What one sum costs beside the loop. A vector that lies across one stored just before waits until that has left the core.
constexpr long cost_of_sum(const contraction& c, const plan& p, const machine& m) {
    bool across = false;
    for (int i = 0; i < c.rank; ++i) across = across || (c.y[p.vector] == 1 && i != p.vector && c.y[i] > 0 && c.y[i] < c.extent[p.vector]);
    return (c.y[p.vector] == 0 ? 14 : 6) * halves_of(p, m) + (across ? 40 : 0);
}
}

// A tile of few sums waits for each of them: the steps of its innermost reduction then take turns on several sets, as many as
// keep multiply-adds of four cycles busy and fit into the registers.
constexpr plan with_chains(const contraction& c, plan p, const machine& m) {
    p.chains = 1;
    if (p.inners == 0 || search::reductions(c, p) < 8) return p;
    search::tile_shape t;
    for (int k = 0; k < max_tiled; ++k) t.size[k] = p.size[k];
    t.vectors = p.vectors;
    const auto step = search::cost_of_step(c, p, t, m);
    const int last = p.inner[p.inners - 1];
    const long steps = last == p.vector ? c.extent[last] / p.lanes : c.extent[last] / p.step(last);
    while (p.chains < 4 && 2 * p.chains <= steps && p.chains * step.sums * search::halves_of(p, m) < 8 && step.registers + (2 * p.chains - 1) * step.sums <= m.registers) p.chains *= 2;
    return p;
}

// Quarter cycles for the whole contraction under this plan; memory beyond the first cache is not in it.
constexpr long cost(const contraction& c, const plan& p, const machine& m) {
    using search::tile_shape;
    long outer = 1;
    for (int k = 0; k < p.outers; ++k) {
        const int i = p.outer[k];
        if (i != p.vector && p.position(i) < 0) outer *= c.extent[i];
    }
    const bool dot = c.y[p.vector] == 0;
    const long steps = search::reductions(c, p), per_sum = search::cost_of_sum(c, p, m);
    long full[max_tiled + 1], tail[max_tiled + 1];
    for (int k = 0; k < max_tiled; ++k) {
        const long e = p.tiled[k] < 0 ? 1 : c.free(p.tiled[k]) ? c.extent[p.tiled[k]] : p.size[k];
        full[k] = e / p.size[k];
        tail[k] = e % p.size[k];
    }
    full[3] = dot ? 1 : c.extent[p.vector] / p.width();
    tail[3] = dot ? 0 : (c.extent[p.vector] % p.width() + p.lanes - 1) / p.lanes;
    long total = 0;
    for (int mask = 0; mask < 16; ++mask) {
        tile_shape t;
        long count = outer;
        for (int k = 0; k < max_tiled; ++k) {
            t.size[k] = mask >> k & 1 ? static_cast<int>(tail[k]) : p.size[k];
            count *= mask >> k & 1 ? (tail[k] ? 1 : 0) : full[k];
        }
        t.vectors = mask & 8 ? static_cast<int>(tail[3]) : p.vectors;
        count *= mask & 8 ? (tail[3] ? 1 : 0) : full[3];
        if (count == 0) continue;
        const auto s = search::cost_of_step(c, p, t, m);
        const long over = s.registers > m.registers ? s.registers - m.registers : 0;
        total += count * (steps * (s.cycles4 + 4 * over) + per_sum * s.sums + 20);
    }
    return total;
}

}

#endif
