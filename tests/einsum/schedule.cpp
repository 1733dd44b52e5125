#include "engine.hpp"

namespace tg = typegrad;
namespace te = typegrad::einsum;
using tg::shape;

namespace {
constexpr te::contraction dense = engine::forward<"ni,io->no", shape<5, 6>, shape<6, 7>, shape<5, 7>>::space;
constexpr te::contraction turned = engine::forward<"ni,oi->no", shape<5, 6>, shape<7, 6>, shape<5, 7>>::space;
constexpr te::contraction depthwise = engine::forward<"(h+k)c,kc->hc", shape<8, 4>, shape<3, 4>, shape<6, 4>>::space;

constexpr bool vector(const te::contraction& c, char i) { return te::can_be_vector(c, c.index_of(i)); }
constexpr bool tiled(const te::contraction& c, char i, char v) { return te::can_be_tiled(c, c.index_of(i), c.index_of(v)); }
constexpr te::plan along(const te::contraction& c, char v) {
    te::plan p;
    p.vector = c.index_of(v);
    return te::order_loops(c, p);
}
}

TEST_CASE("lanes lie along what is contiguous or constant in every operand") {
    static_assert(vector(dense, 'o') && !vector(dense, 'n') && !vector(dense, 'i'));
    static_assert(vector(turned, 'i') && !vector(turned, 'o') && !vector(turned, 'n'));  // a sum over the lanes
    constexpr te::contraction row_sums = engine::forward<"h,hk->h", shape<4>, shape<4, 9>, shape<4>>::space;
    static_assert(!vector(row_sums, 'k') && !vector(row_sums, 'h'));  // only where both operands have the index
    static_assert(vector(depthwise, 'c') && !vector(depthwise, 'h') && !vector(depthwise, 'k'));
}

TEST_CASE("a tile has indices of the output beside its vector") {
    static_assert(tiled(dense, 'n', 'o') && !tiled(dense, 'o', 'o') && !tiled(dense, 'i', 'o'));
    static_assert(tiled(turned, 'n', 'i') && tiled(turned, 'o', 'i'));
}

TEST_CASE("a window that overlaps itself is summed in the tile where w has no index of its own") {
    static_assert(te::can_be_summed_in_tile(depthwise, depthwise.index_of('k'), depthwise.index_of('h')));
    static_assert(!te::can_be_summed_in_tile(dense, dense.index_of('i'), dense.index_of('n')));
    static_assert(te::has_index_of_w_alone(dense) && !te::has_index_of_w_alone(depthwise));
}

TEST_CASE("loops: the vector's outermost, then the output's; sums inside, those over lanes innermost") {
    constexpr te::plan p = along(dense, 'o');
    static_assert(p.outers == 2 && dense.letter[p.outer[0]] == 'o' && dense.letter[p.outer[1]] == 'n');
    static_assert(p.inners == 1 && dense.letter[p.inner[0]] == 'i');
    constexpr te::contraction windows = engine::forward<"(t+k)c,okc->to", shape<8, 4>, shape<5, 3, 4>, shape<6, 5>>::space;
    constexpr te::plan q = along(windows, 'c');
    static_assert(q.outers == 2 && windows.letter[q.outer[0]] == 't' && windows.letter[q.outer[1]] == 'o');
    static_assert(q.inners == 2 && windows.letter[q.inner[0]] == 'k' && windows.letter[q.inner[1]] == 'c');
}

TEST_CASE("a schedule that says nothing is none") {
    static_assert(tg::schedule{}.empty());
    static_assert(!tg::schedule{.vector = 'o'}.empty() && !tg::schedule{.tile = {4, 2}}.empty() && !tg::schedule{.unroll = 2}.empty());
}
