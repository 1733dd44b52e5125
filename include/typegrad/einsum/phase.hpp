#ifndef TYPEGRAD_EINSUM_PHASE_HPP
#define TYPEGRAD_EINSUM_PHASE_HPP

#include <cstddef>

#include "../core/layout.hpp"
#include "contraction.hpp"
#include "formula.hpp"

// A transposed convolution writes to places that are sums of two indices, "hc,kco->(2h+k)o": its products meet in y. The
// places 2 q + r of one remainder r take every second weight alone, and x one after the other. So for each remainder, its
// phase, y is an ordinary contraction that meets itself nowhere.
namespace typegrad::einsum {

// An axis of y at place a h + b k + c, where x has index h and w has index k.
struct spread_axis {
    int axis = 0, h = 0, k = 0;
    std::ptrdiff_t a = 1, b = 1, constant = 0;
};
struct spread_axes {
    int size = 0;
    spread_axis at[max_axes]{};
    // How many phases there are.
    constexpr std::size_t phases() const {
        std::size_t n = 1;
        for (int s = 0; s < size; ++s) n *= static_cast<std::size_t>(at[s].a);
        return n;
    }
};
constexpr spread_axes spread_axes_of(const formula& f) {
    spread_axes s;
    for (int axis = 0; axis < f.y.rank; ++axis) {
        if (f.y.axes[axis].single() >= 0) continue;
        spread_axis& to = s.at[s.size++];
        to.axis = axis;
        to.constant = f.y.axes[axis].constant;
        for (int i = 0; i < f.indices; ++i) {
            if (f.y.axes[axis].coefficient[i] == 0) continue;
            (f.x[0].has(i) ? to.h : to.k) = i;
            (f.x[0].has(i) ? to.a : to.b) = f.y.axes[axis].coefficient[i];
        }
    }
    return s;
}

// The part that the places a q + r of one axis have in it: outputs many q, each the sum of so many taps. At q = 0 the first
// tap reads x and w here, the next ones a step further.
struct phase {
    std::ptrdiff_t outputs = 0, taps = 0, x = 0, w = 0, x_step = 0, w_step = 0;
};
constexpr phase phase_of(const spread_axis& s, std::ptrdiff_t out, std::ptrdiff_t kernel, std::ptrdiff_t r) {
    phase p;
    p.outputs = out > r ? (out - r + s.a - 1) / s.a : 0;
    std::ptrdiff_t k = 0, period = 1;  // the first weight of this phase, and how far it is to the next
    while (k < kernel && (r - s.constant - s.b * k) % s.a != 0) ++k;
    while (period * s.b % s.a != 0) ++period;
    if (k >= kernel) return p;
    p.taps = (kernel - k + period - 1) / period;
    p.x_step = period * s.b / s.a;
    p.w_step = -period;
    p.x = (r - s.constant - s.b * k) / s.a - p.x_step * (p.taps - 1);  // from the last weight to the first
    p.w = k + period * (p.taps - 1);
    return p;
}

// The border around x that all phases read.
constexpr void add_phase_border(layout& x, const formula& f, const contraction& extents, const layout& y) {
    const spread_axes spread = spread_axes_of(f);
    for (int n = 0; n < spread.size; ++n) {
        const spread_axis& s = spread.at[n];
        int axis = 0;
        while (f.x[0].axes[axis].single() != s.h) ++axis;
        for (std::ptrdiff_t r = 0; r < s.a; ++r) {
            const phase p = phase_of(s, y.extent[s.axis], extents.extent[s.k], r);
            if (p.outputs == 0 || p.taps == 0) continue;
            const std::ptrdiff_t low = p.x, high = p.x + p.outputs - 1 + p.x_step * (p.taps - 1) - x.extent[axis] + 1;
            if (-low > x.before[axis]) x.before[axis] = -low;
            if (high > x.after[axis]) x.after[axis] = high;
        }
    }
}

// From the contraction of the formula that of one phase, given for each axis; where its operands begin is phase_offset.
constexpr contraction phase_contraction(contraction c, const spread_axes& spread, const phase* given) {
    for (int n = 0; n < spread.size; ++n) {
        const spread_axis& s = spread.at[n];
        c.y_origin -= s.constant * (c.y[s.h] / s.a);
        c.extent[s.h] = given[n].outputs;
        c.extent[s.k] = given[n].taps;
        c.y[s.k] = 0;
        c.term[0].x[s.k] = given[n].x_step * c.term[0].x[s.h];
        c.term[0].w[s.k] *= given[n].w_step;
    }
    return c;
}
struct phase_offsets {
    std::ptrdiff_t x = 0, w = 0, y = 0;
};
constexpr phase_offsets phase_offset(const contraction& c, const spread_axes& spread, const phase* given, const std::ptrdiff_t* remainder) {
    phase_offsets o;
    for (int n = 0; n < spread.size; ++n) {
        const spread_axis& s = spread.at[n];
        o.x += given[n].x * c.term[0].x[s.h];
        o.w += given[n].w * c.term[0].w[s.k];
        o.y += remainder[n] * (c.y[s.h] / s.a);
    }
    return o;
}

}

#endif
