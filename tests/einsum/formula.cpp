#include <doctest/doctest.h>

#include <typegrad/einsum/formula.hpp>

namespace te = typegrad::einsum;
using problem = te::formula::problem;

TEST_CASE("a formula is parsed into operands, axes and indices") {
    constexpr te::formula f = te::parse("(2h+k-1)(2w+l-1)c,klco->hwo");
    static_assert(f.error == problem::none && f.indices == 6 && f.products == 1);
    static_assert(f.x[0].rank == 3 && f.w[0].rank == 4 && f.y.rank == 3);
    static_assert(f.x[0].axes[0].coefficient[f.index_of('h')] == 2 && f.x[0].axes[0].coefficient[f.index_of('k')] == 1);
    static_assert(f.x[0].axes[0].constant == -1 && f.x[0].axes[0].single() == -1);
    static_assert(f.x[0].axes[2].single() == f.index_of('c'));
    static_assert(f.y.axes[2].single() == f.index_of('o') && !f.x[0].has(f.index_of('o')));
}

TEST_CASE("several letters per axis, negative terms and sums of products") {
    constexpr te::formula split = te::parse("(4a+b)c,c->ab");
    static_assert(split.error == problem::none && split.x[0].axes[0].coefficient[split.index_of('a')] == 4);
    constexpr te::formula flipped = te::parse("(-k+h+3)o,ko->h");
    static_assert(flipped.error == problem::none && flipped.x[0].axes[0].coefficient[flipped.index_of('k')] == -1 && flipped.x[0].axes[0].constant == 3);
    constexpr te::formula sum = te::parse("i,igh->gh + j,jgh->gh");
    static_assert(sum.error == problem::none && sum.products == 2 && sum.x[1].has(sum.index_of('j')) && !sum.x[0].has(sum.index_of('j')));
}

TEST_CASE("every way to write one wrong is told apart") {
    CHECK(te::parse("").error == problem::malformed);
    CHECK(te::parse("i,io").error == problem::malformed);
    CHECK(te::parse("i,io->").error == problem::none);
    CHECK(te::parse("i,io->oo").error == problem::repeated_output);
    CHECK(te::parse("i,io->(i+o)o").error == problem::repeated_output);
    CHECK(te::parse("ii,io->io").error == problem::none);
    CHECK(te::parse("i,io-o").error == problem::malformed);
    CHECK(te::parse("(h+k,k->h").error == problem::malformed);
    CHECK(te::parse("(h+)c,c->h").error == problem::malformed);
    CHECK(te::parse("i;io->o").error == problem::malformed);
    CHECK(te::parse("i,io->o +").error == problem::malformed);
    CHECK(te::parse("i,io->o extra").error == problem::malformed);
    CHECK(te::parse("i,i->o").error == problem::unknown_output);
    CHECK(te::parse("i,io->o + j,jp->p").error == problem::outputs_differ);
    CHECK(te::parse("abcdefg,hijklmn->a").error == problem::too_large);
    CHECK(te::parse("i,io->o + i,io->o + i,io->o").error == problem::too_large);
    CHECK(te::parse("abcdefghi,a->a").error == problem::too_large);
}
