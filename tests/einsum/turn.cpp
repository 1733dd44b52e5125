#include <typegrad/einsum/turn.hpp>

#include "engine.hpp"

namespace tg = typegrad;
namespace te = typegrad::einsum;
using tg::shape;

namespace {
constexpr te::machine avx512{16, 31, 1, true};
using scores = engine::forward<"qhd,khd->hqk", shape<64, 4, 16>, shape<64, 4, 16>, shape<4, 64, 64>>;
using dense_dx = engine::dx<engine::forward<"ni,io->no", shape<128, 784>, shape<784, 128>, shape<128, 128>>>;
using one_dx = engine::dx<engine::forward<"i,io->o", shape<784>, shape<784, 128>, shape<128>>>;
using conv = engine::forward<"(h+k)(w+l)c,klco->hwo", shape<6, 6, 3>, shape<3, 3, 3, 4>, shape<4, 4, 4>>;

template<int Rows, int Columns>
struct matrix {  // y[o][r] += x[o] w[r][o]: rows along the lanes need w the other way round
    static constexpr te::contraction space = engine::forward<"no,io->ni", shape<3, Columns>, shape<Rows, Columns>, shape<3, Rows>>::space;
    static constexpr te::plan order = [] {
        te::plan p;
        p.vector = space.index_of('i');
        p.lanes = tg::simd::lanes<float>;
        p.turned = te::turned_operand::w;
        return te::order_loops(space, p);
    }();
};
}

TEST_CASE("an operand is copied where its lanes are far apart and the sums repay it") {
    const auto copied = [](const te::contraction& c) { return te::find_plan(c, avx512).turned; };
    CHECK(copied(scores::space) == te::turned_operand::w);
    CHECK(copied(dense_dx::space) == te::turned_operand::w);
    CHECK(copied(one_dx::space) == te::turned_operand::none);  // each weight is used once
    CHECK(te::find_plan(dense_dx::space, {16, 31}).turned == te::turned_operand::none);  // nowhere to copy to
    CHECK(te::turned_size(scores::space, te::turned_operand::w) == 64 * 4 * 16);
}

TEST_CASE("an operand with windows stays as it is") {
    const te::contraction& c = conv::space;
    for (int v = 0; v < c.rank; ++v) CHECK_FALSE(te::can_be_turned(c, c.term[0].x, v));
    CHECK(te::can_be_turned(c, c.term[0].w, c.index_of('c')));
    CHECK_FALSE(te::can_be_turned(c, c.term[0].w, c.index_of('o')));  // contiguous already
}

TEST_CASE("copies of every size around the lanes") {
    constexpr int n = tg::simd::lanes<float>;
    CHECK(engine::error_of<matrix<1, 1>>(3, 1, 3) < engine::tolerance);
    CHECK(engine::error_of<matrix<n - 1 ? n - 1 : 1, n + 1>>(3 * (n + 1), (n - 1 ? n - 1 : 1) * (n + 1), 3 * (n - 1 ? n - 1 : 1)) < engine::tolerance);
    CHECK(engine::error_of<matrix<n, n>>(3 * n, n * n, 3 * n) < engine::tolerance);
    CHECK(engine::error_of<matrix<n + 1, 37>>(111, (n + 1) * 37, 3 * (n + 1)) < engine::tolerance);
    CHECK(engine::error_of<matrix<37, 2 * n + 1>>(3 * (2 * n + 1), 37 * (2 * n + 1), 111) < engine::tolerance);
}
