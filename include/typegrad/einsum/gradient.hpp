#ifndef TYPEGRAD_EINSUM_GRADIENT_HPP
#define TYPEGRAD_EINSUM_GRADIENT_HPP

#include "contraction.hpp"

namespace typegrad::einsum {

enum class wrt { x, w };

namespace detail {
constexpr bound::side swapped(bound::side s, wrt operand) {
    const bound::side mine = operand == wrt::x ? bound::side::x : bound::side::w;
    return s == bound::side::y ? mine : s == mine ? bound::side::y : s;
}
}

// The gradient of one product with respect to one operand is the same product with the roles swapped:
//   dx[i] += dy[o] w[i,o]      dy takes the place of x, and dx that of y
//   dw[i,o] += x[i] dy[o]      dy takes the place of w, and dw that of y
// Indices of the other products drop out. Where several points meet in one element of dx, contraction::scatters() says so.
constexpr contraction gradient(const contraction& c, wrt operand, int product = 0) {
    contraction g;
    g.products = 1;
    auto& to = g.term[0];
    const auto& from = c.term[product];
    int old[max_indices]{};
    for (int i = 0; i < c.rank; ++i) {
        if (!from.has[i] && c.y[i] == 0) continue;
        const int n = g.rank++;
        old[n] = i;
        g.letter[n] = c.letter[i];
        g.extent[n] = c.extent[i];
        g.y[n] = operand == wrt::x ? from.x[i] : from.w[i];
        to.x[n] = operand == wrt::x ? c.y[i] : from.x[i];
        to.w[n] = operand == wrt::x ? from.w[i] : c.y[i];
        to.has[n] = true;
    }
    g.y_origin = operand == wrt::x ? from.x_origin : from.w_origin;
    to.x_origin = operand == wrt::x ? c.y_origin : from.x_origin;
    to.w_origin = operand == wrt::x ? from.w_origin : c.y_origin;
    for (int b = 0; b < c.bounds; ++b) {
        if (c.limit[b].of != bound::side::y && c.limit[b].product != product) continue;
        bound& moved = g.limit[g.bounds++] = c.limit[b];
        moved.product = 0;
        moved.of = detail::swapped(c.limit[b].of, operand);
        for (int n = 0; n < max_indices; ++n) moved.coefficient[n] = n < g.rank ? c.limit[b].coefficient[old[n]] : 0;
    }
    return g;
}

}

#endif
