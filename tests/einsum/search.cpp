#include "engine.hpp"

namespace tg = typegrad;
namespace te = typegrad::einsum;
using tg::shape;

namespace {
constexpr te::machine avx512{16, 31}, avx2{8, 16};
using dense = engine::forward<"ni,io->no", shape<128, 784>, shape<784, 128>, shape<128, 128>>;
using conv = engine::forward<"(h+k)(w+l)cn,klco->hwon", shape<12, 12, 20, 16>, shape<5, 5, 20, 50>, shape<8, 8, 50, 16>>;
}

TEST_CASE("a plan keeps its accumulators and operands in the registers") {
    for (const te::machine m : {avx512, avx2}) {
        for (const te::contraction& c : {dense::space, conv::space, engine::dx<conv>::space, engine::dw<conv>::space, engine::dw<dense>::space}) {
            const te::plan p = te::find_plan(c, m);
            te::search::tile_shape t;
            for (int k = 0; k < te::max_tiled; ++k) t.size[k] = p.size[k];
            t.vectors = p.vectors;
            CHECK(te::search::cost_of_step(c, p, t, m).registers <= m.registers);
            CHECK(te::search::accumulators(c, p, t) >= 8);  // enough independent sums to hide the latency of one
        }
    }
}

TEST_CASE("vectors lie along outputs of dense layers and along samples where they are innermost") {
    CHECK(dense::space.letter[te::find_plan(dense::space, avx512).vector] == 'o');
    CHECK(conv::space.letter[te::find_plan(conv::space, avx2).vector] == 'n');
}

TEST_CASE("a ragged index takes half vectors where a whole one is two halves") {
    using ragged = engine::forward<"(h+k)(w+l)c,klco->hwo", shape<12, 12, 20>, shape<5, 5, 20, 50>, shape<8, 8, 50>>;
    using even = engine::forward<"(h+k)(w+l)c,klco->hwo", shape<10, 10, 64>, shape<3, 3, 64, 64>, shape<8, 8, 64>>;
    constexpr te::machine zen4{16, 31, 2};
    CHECK(te::find_plan(ragged::space, avx512).lanes == 16);
    CHECK(te::find_plan(ragged::space, zen4).lanes == 8);
    CHECK(te::find_plan(even::space, zen4).lanes == 16);
}

TEST_CASE("a depthwise convolution keeps a part of its sums in the tile") {
    using depthwise = engine::forward<"(h+k)(w+l)c,klc->hwc", shape<34, 34, 64>, shape<3, 3, 64>, shape<32, 32, 64>>;
    const auto summed = [](const te::contraction& c, const te::machine& m) {
        const te::plan p = te::find_plan(c, m);
        int n = 0;
        for (int k = 0; k < p.inners; ++k) n += p.step(p.inner[k]) > 1;
        return n;
    };
    for (const te::machine m : {avx512, avx2}) {
        CHECK(summed(depthwise::space, m) == 1);
        CHECK(summed(engine::dw<depthwise>::space, m) == 1);
        CHECK(summed(conv::space, m) == 0);
        CHECK(summed(dense::space, m) == 0);
    }
}

TEST_CASE("a schedule overrides the choice") {
    constexpr tg::schedule mine{.vector = 'o', .tile = {6, 4}};
    const te::plan p = te::choose_plan(dense::space, mine, avx512);
    CHECK(dense::space.letter[p.vector] == 'o');
    CHECK(p.vectors == 4);
    CHECK(p.size[0] == 6);
    CHECK(dense::space.letter[p.tiled[0]] == 'n');
    constexpr tg::schedule along{.vector = 'n', .tile = {5, 4, 1}, .along = {'o', 'w'}};
    const te::plan q = te::choose_plan(conv::space, along, avx512);
    CHECK(conv::space.letter[q.tiled[0]] == 'o');
    CHECK(conv::space.letter[q.tiled[1]] == 'w');
    CHECK(q.size[1] == 4);
}
