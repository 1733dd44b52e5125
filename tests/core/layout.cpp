#include <doctest/doctest.h>

#include <typegrad/core/layout.hpp>
#include <typegrad/core/shape.hpp>

namespace tg = typegrad;

TEST_CASE("layout: row-major, each element as wide as a tile has samples") {
    constexpr tg::layout l = tg::dense_layout<tg::shape<2, 3, 4>>();
    static_assert(l.rank == 3 && l.stride[0] == 12 && l.stride[1] == 4 && l.stride[2] == 1 && l.origin() == 0 && l.size() == 24);
    constexpr tg::layout wide = tg::dense_layout<tg::shape<2, 3, 4>>(8);
    static_assert(wide.stride[0] == 96 && wide.stride[1] == 32 && wide.stride[2] == 8);
    constexpr tg::layout scalar = tg::dense_layout<tg::shape<>>();
    static_assert(scalar.rank == 0 && scalar.size() == 1);
}

TEST_CASE("layout: strides step over borders, the origin lies behind them") {
    constexpr tg::layout l = [] {
        tg::layout b = tg::dense_layout<tg::shape<2, 3, 4>>();
        b.before[0] = 1;
        b.before[1] = 2;
        b.after[1] = 1;
        b.pack();
        return b;
    }();
    static_assert(l.stride[2] == 1 && l.stride[1] == 4 && l.stride[0] == 4 * (2 + 3 + 1));
    static_assert(l.origin() == 1 * 24 + 2 * 4);
    static_assert(l.size() == 3 * 6 * 4);
    static_assert(l.extent[0] == 2 && l.extent[1] == 3);
}
