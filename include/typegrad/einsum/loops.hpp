#ifndef TYPEGRAD_EINSUM_LOOPS_HPP
#define TYPEGRAD_EINSUM_LOOPS_HPP

#include <cstddef>
#include <type_traits>

#include "../config.hpp"
#include "../simd/batch.hpp"
#include "contraction.hpp"
#include "epilogue.hpp"
#include "schedule.hpp"
#include "tile.hpp"
#include "turn.hpp"

// A kernel is a type with two constants: `space`, the contraction, and `order`, the plan. It is named by a type, so that
// symbols and errors stay short.
namespace typegrad::einsum {
inline namespace TYPEGRAD_ARCH {
namespace lowering {

template<class K>
struct nest {
    static constexpr int products = K::space.products;

    // Elements of w from one tile of the vector index to the next.
    static constexpr std::ptrdiff_t packed_tile = [] {
        std::ptrdiff_t n = K::order.width();
        for (int i = 0; i < K::space.rank; ++i)
            if (i != K::order.vector && K::space.term[0].w[i] != 0) n *= K::space.extent[i];
        return n;
    }();

    template<int Index, int Count, class Cursor>
    TYPEGRAD_INLINE static void advance(Cursor& at, std::ptrdiff_t steps) {
        constexpr bool next_panel = K::order.packed && Index == K::order.vector;
        at.y += steps * (Count * K::space.y[Index]);
        at.bias += steps * (Count * K::space.bias[Index]);
        at.beside += steps * (Count * K::space.beside[Index]);
        [&]<std::size_t... P>(std::index_sequence<P...>) TYPEGRAD_INLINE_LAMBDA {
            ((at.x[P] += steps * (Count * K::space.term[P].x[Index]),
              at.w[P] += steps * (next_panel ? packed_tile : Count * K::space.term[P].w[Index])), ...);
        }(std::make_index_sequence<static_cast<std::size_t>(products)>{});
    }

    template<class E, int Slot, int Size>
    using resized = extent_of_tile<Slot == 0 ? Size : E::size[0], Slot == 1 ? Size : E::size[1], Slot == 2 ? Size : E::size[2],
                                   E::vectors, E::last_lanes>;
    template<class E, int Vectors, int Last>
    using widened = extent_of_tile<E::size[0], E::size[1], E::size[2], Vectors, Last>;

    // What each loop around it widens: one point, and the whole steps of reductions.
    static constexpr int summed(int slot) { return K::order.tiled[slot] < 0 || K::space.free(K::order.tiled[slot]) ? 1 : K::order.size[slot]; }
    using innermost = extent_of_tile<summed(0), summed(1), summed(2), 1, K::order.lanes>;

    template<int Level, class E, class Acc, class Y, class Cursor, class Start, class Finish>
    TYPEGRAD_INLINE static void run(Y* y, Cursor at, const Start& start, const Finish& finish) {
        if constexpr (Level == K::order.outers) {
            tile<K, E, simd::batch<Acc, K::order.lanes>>::run(y, at, start, finish);
        } else {
            constexpr int index = K::order.outer[Level];
            constexpr bool vector = index == K::order.vector;
            constexpr int slot = K::order.position(index);
            constexpr int step = vector ? K::order.width() : K::order.step(index);
            constexpr std::ptrdiff_t n = K::space.extent[index] / step;
            constexpr int rest = static_cast<int>(K::space.extent[index] % step);
            constexpr int lanes = K::order.lanes;
            using full = std::conditional_t<vector, widened<E, K::order.vectors, lanes>, resized<E, slot, step>>;
            using tail = std::conditional_t<vector, widened<E, (rest + lanes - 1) / lanes, rest ? (rest - 1) % lanes + 1 : 1>, resized<E, slot, rest ? rest : 1>>;
            if constexpr (n == 1) {
                run<Level + 1, full, Acc>(y, at, start, finish);
            } else if constexpr (n > 1) {
                TYPEGRAD_ROLLED
                for (std::ptrdiff_t i = 0; i < n; ++i) {
                    Cursor here = at;
                    advance<index, step>(here, i);
                    run<Level + 1, full, Acc>(y, here, start, finish);
                }
            }
            if constexpr (rest > 0) {
                advance<index, step>(at, n);
                run<Level + 1, tail, Acc>(y, at, start, finish);
            }
        }
    }
};

}

// Runs a kernel. Pointers are to element 0 of each operand; any alignment will do.
template<class K, class Acc = float, class Y, class X, class W, class Start = from_zero, class Finish = to_y>
TYPEGRAD_NOINLINE TYPEGRAD_KERNEL void run(Y* y, const X* x, const W* w, const Start start = {}, const Finish finish = {}) {
    static_assert(K::space.products == 1 && K::order.turned == turned_operand::none);
    cursor<1, X, W> at{K::space.y_origin, 0, K::space.beside_origin, {x + K::space.term[0].x_origin}, {w + (K::order.packed ? 0 : K::space.term[0].w_origin)}};
    lowering::nest<K>::template run<0, typename lowering::nest<K>::innermost, Acc>(y, at, start, finish);
}

// The same for a plan that may copy an operand first, into scratch_size<K> numbers.
template<class K, class Start = from_zero, class Finish = to_y>
TYPEGRAD_INLINE void run_copying(float* scratch, float* y, const float* x, const float* w, const Start& start = {}, const Finish& finish = {}) {
    if constexpr (K::order.turned == turned_operand::none) {
        run<K>(y, x, w, start, finish);
    } else if constexpr (K::order.turned == turned_operand::x) {
        turned<K>::copy(scratch, x + K::space.term[0].x_origin);
        run<turned<K>>(y, scratch, w, start, finish);
    } else {
        turned<K>::copy(scratch, w + K::space.term[0].w_origin);
        run<turned<K>>(y, x, scratch, start, finish);
    }
}

// The same for a sum of two products.
template<class K, class Acc = float, class Y, class X, class W, class Start = from_zero, class Finish = to_y>
TYPEGRAD_NOINLINE TYPEGRAD_KERNEL void run(Y* y, const X* x0, const W* w0, const X* x1, const W* w1, const Start start = {}, const Finish finish = {}) {
    static_assert(K::space.products == 2);
    constexpr auto &a = K::space.term[0], &b = K::space.term[1];
    cursor<2, X, W> at{K::space.y_origin, 0, K::space.beside_origin, {x0 + a.x_origin, x1 + b.x_origin}, {w0 + a.w_origin, w1 + b.w_origin}};
    lowering::nest<K>::template run<0, typename lowering::nest<K>::innermost, Acc>(y, at, start, finish);
}

namespace lowering {
template<class C>
constexpr bool inside(const C& c, int product, const std::ptrdiff_t* at) {
    for (int b = 0; b < c.bounds; ++b) {
        const bound& l = c.limit[b];
        if (l.of != bound::side::y && l.product != product) continue;
        std::ptrdiff_t place = l.constant;
        for (int i = 0; i < c.rank; ++i) place += l.coefficient[i] * at[i];
        if (place < 0 || place >= l.extent) return false;
    }
    return true;
}

template<class K, int Product, int Level, class Y, class X, class W>
constexpr void scalar_loops(Y* y, const X* x, const W* w, std::ptrdiff_t oy, std::ptrdiff_t ox, std::ptrdiff_t ow, std::ptrdiff_t* at) {
    constexpr auto& t = K::space.term[Product];
    if constexpr (Level == K::space.rank) {
        if (inside(K::space, Product, at)) y[oy] += static_cast<Y>(x[ox]) * static_cast<Y>(w[ow]);
    } else if constexpr (!t.has[Level] && K::space.y[Level] == 0) {
        scalar_loops<K, Product, Level + 1>(y, x, w, oy, ox, ow, at);
    } else if constexpr (Level + 1 == K::space.rank && K::space.bounds == 0) {
        for (std::ptrdiff_t i = 0; i < K::space.extent[Level]; ++i)
            y[oy + i * K::space.y[Level]] += static_cast<Y>(x[ox + i * t.x[Level]]) * static_cast<Y>(w[ow + i * t.w[Level]]);
    } else {
        for (std::ptrdiff_t i = 0; i < K::space.extent[Level]; ++i) {
            if constexpr (K::space.bounds > 0) at[Level] = i;
            scalar_loops<K, Product, Level + 1>(y, x, w, oy + i * K::space.y[Level], ox + i * t.x[Level], ow + i * t.w[Level], at);
        }
    }
}
}

// y += the contraction, one multiply-add after the other: the reference of the loops above, the path of a machine
// without vectors, and the one that runs in constant evaluation. What lies outside an operand is compared, not read.
template<class K, int Product = 0, class Y, class X, class W>
constexpr void run_scalar(Y* y, const X* x, const W* w) {
    std::ptrdiff_t at[max_indices]{};
    lowering::scalar_loops<K, Product, 0>(y, x, w, K::space.y_origin, K::space.term[Product].x_origin, K::space.term[Product].w_origin, at);
}

}
}

#endif
