#include <doctest/doctest.h>

#include <type_traits>

#include <typegrad/core/shape.hpp>

using typegrad::shape;

TEST_CASE("a shape knows its rank, size and offsets") {
    static_assert(shape<28, 28, 3>::rank == 3 && shape<28, 28, 3>::size == 28 * 28 * 3);
    static_assert(shape<>::rank == 0 && shape<>::size == 1);
    static_assert(shape<4, 5, 6>::offset(1, 2, 3) == 1 * 30 + 2 * 6 + 3);
    static_assert(shape<4, 5>::extent(1) == 5 && shape<4, 5>::extent(7) == 1);
    static_assert(std::is_same_v<shape<5, 6>::prepend<4>, shape<4, 5, 6>>);
    static_assert(std::is_same_v<typegrad::with_last_extent<shape<4, 5, 6>, 3>, shape<4, 5, 3>>);
    static_assert(std::is_same_v<typegrad::with_last_extent<shape<4>, 2>, shape<2>>);
}
