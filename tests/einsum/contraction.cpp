#include "engine.hpp"

namespace tg = typegrad;
namespace te = typegrad::einsum;
using tg::shape;

namespace {
constexpr te::contraction strided = engine::forward<"(2h+k-1)(2w+l-1)c,klco->hwo", shape<5, 6, 2>, shape<3, 3, 2, 4>, shape<3, 3, 4>>::space;
constexpr te::contraction conv = engine::forward<"(h+k)(w+l)c,klco->hwo", shape<5, 6, 2>, shape<3, 3, 2, 4>, shape<3, 4, 4>>::space;
constexpr te::contraction dense = engine::forward<"ni,io->no", shape<5, 6>, shape<6, 7>, shape<5, 7>>::space;

// What belongs to the index with this letter.
constexpr std::ptrdiff_t extent(const te::contraction& c, char i) { return c.extent[c.index_of(i)]; }
constexpr std::ptrdiff_t x(const te::contraction& c, char i) { return c.term[0].x[c.index_of(i)]; }
constexpr std::ptrdiff_t w(const te::contraction& c, char i) { return c.term[0].w[c.index_of(i)]; }
constexpr std::ptrdiff_t y(const te::contraction& c, char i) { return c.y[c.index_of(i)]; }
}

TEST_CASE("a contraction is extents and a stride of each operand for each index") {
    static_assert(strided.rank == 6 && strided.index_of('z') == -1);
    static_assert(extent(strided, 'h') == 3 && extent(strided, 'w') == 3 && extent(strided, 'k') == 3 && extent(strided, 'l') == 3 && extent(strided, 'c') == 2 && extent(strided, 'o') == 4);
    static_assert(x(strided, 'h') == 24 && x(strided, 'k') == 12 && x(strided, 'w') == 4 && x(strided, 'l') == 2 && x(strided, 'c') == 1 && x(strided, 'o') == 0);
    static_assert(w(strided, 'h') == 0 && w(strided, 'k') == 24 && w(strided, 'l') == 8 && w(strided, 'c') == 4 && w(strided, 'o') == 1);
    static_assert(y(strided, 'h') == 12 && y(strided, 'w') == 4 && y(strided, 'o') == 1 && y(strided, 'k') == 0 && y(strided, 'c') == 0);
    static_assert(strided.term[0].x_origin == -12 - 2);
    static_assert(strided.work() == 3 * 3 * 3 * 3 * 2 * 4 && strided.outputs() == 3 * 3 * 4);
}

TEST_CASE("axes that reach outside are bounded, the others are not") {
    static_assert(conv.bounds == 0 && dense.bounds == 0);
    static_assert(strided.bounds == 2);
    static_assert(strided.limit[0].of == te::bound::side::x && strided.limit[0].extent == 5 && strided.limit[0].constant == -1);
    static_assert(strided.limit[0].coefficient[strided.index_of('h')] == 2 && strided.limit[0].coefficient[strided.index_of('k')] == 1);
    static_assert(strided.limit[1].extent == 6);
}

TEST_CASE("a border is as wide as a formula reaches, and no wider") {
    constexpr tg::layout l = [] {
        tg::layout b = tg::dense_layout<shape<5, 6, 2>>();
        te::add_border(b, te::formula_of<"(2h+k-1)(2w+l-1)c,klco->hwo">::value.x[0], strided);
        b.pack();
        return b;
    }();
    static_assert(l.before[0] == 1 && l.after[0] == 1 && l.before[1] == 1 && l.after[1] == 0 && l.before[2] == 0 && l.after[2] == 0);
    constexpr te::contraction c = te::contract(te::formula_of<"(2h+k-1)(2w+l-1)c,klco->hwo">::value, l, tg::dense_layout<shape<3, 3, 2, 4>>(), tg::dense_layout<shape<3, 3, 4>>());
    static_assert(c.term[0].x_origin == 0 && x(c, 'k') == 14 && x(c, 'h') == 28);
}

TEST_CASE("an index is added, such as the samples of a tile") {
    constexpr te::contraction c = [] {
        te::contraction d = engine::forward<"i,io->o", shape<6>, shape<6, 7>, shape<7>>::space;
        d.add_bias('o');
        d.add_index('n', 5, 6, 7);
        return d;
    }();
    static_assert(c.rank == 3 && extent(c, 'n') == 5 && x(c, 'n') == 6 && w(c, 'n') == 0 && y(c, 'n') == 7);
    static_assert(c.free(c.index_of('n')) && c.free(c.index_of('o')) && !c.free(c.index_of('i')));
    static_assert(c.bias[c.index_of('o')] == 1 && c.bias[c.index_of('n')] == 0 && c.work() == 5 * 6 * 7);
}

TEST_CASE("indices that lie one behind the other in every operand become one") {
    constexpr te::contraction c = te::coalesce(conv);  // columns and channels of the window
    static_assert(c.rank == 5 && c.work() == conv.work() && c.outputs() == conv.outputs());
    static_assert(c.index_of('l') == -1 && extent(c, 'c') == 3 * 2 && x(c, 'c') == 1 && w(c, 'c') == 4);
    constexpr te::contraction point = te::coalesce(engine::forward<"hwc,co->hwo", shape<5, 6, 2>, shape<2, 4>, shape<5, 6, 4>>::space);
    static_assert(point.rank == 3 && extent(point, 'w') == 5 * 6 && x(point, 'w') == 2 && y(point, 'w') == 4);
    static_assert(te::coalesce(dense).rank == 3);
    static_assert(te::coalesce(strided).rank == 6);  // its bounds name indices
    constexpr te::contraction kept = te::coalesce([] {
        te::contraction d = engine::forward<"hwc,co->hwo", shape<5, 6, 2>, shape<2, 4>, shape<5, 6, 4>>::space;
        d.whole[d.index_of('w')] = true;
        return d;
    }());
    static_assert(kept.rank == 4);
}

TEST_CASE("each product of a sum has indices of its own") {
    constexpr te::contraction c = [] {
        const tg::layout xs[] = {tg::dense_layout<shape<3>>(), tg::dense_layout<shape<5>>()};
        const tg::layout ws[] = {tg::dense_layout<shape<3, 4>>(), tg::dense_layout<shape<5, 4>>()};
        return te::contract(te::formula_of<"i,io->o + j,jo->o">::value, xs, ws, tg::dense_layout<shape<4>>());
    }();
    static_assert(c.products == 2 && c.rank == 3 && c.work() == 3 * 4 + 5 * 4);
    static_assert(c.term[0].has[c.index_of('i')] && !c.term[0].has[c.index_of('j')] && c.term[1].has[c.index_of('j')] && !c.term[1].has[c.index_of('i')]);
    static_assert(c.term[1].w[c.index_of('j')] == 4 && c.term[0].w[c.index_of('j')] == 0);
}
