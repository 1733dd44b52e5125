#include <doctest/doctest.h>

#include <type_traits>

#include <typegrad/core/tensor.hpp>

namespace tg = typegrad;

TEST_CASE("a tensor is a trivially copyable aggregate of numbers") {
    using t = tg::tensor<float, tg::shape<2, 3>>;
    static_assert(std::is_trivially_copyable_v<t> && std::is_aggregate_v<t> && sizeof(t) == 24);
    constexpr t x{1, 2, 3, 4, 5, 6};
    static_assert(x(1, 0) == 4 && x[5] == 6 && x.size() == 6 && x.end() - x.begin() == 6 && x.data() == x.begin());
    static_assert(t{}(1, 2) == 0);
    static_assert(x == t{1, 2, 3, 4, 5, 6} && !(x == t{1, 2, 3, 4, 5, 7}));
}

TEST_CASE("a view lies over somebody else's numbers, at any alignment") {
    alignas(16) float numbers[7] = {0, 1, 2, 3, 4, 5, 6};
    const tg::view<float, tg::shape<2, 3>> v(numbers + 1);
    CHECK(v(1, 1) == 5);
    v(0, 2) = 9;
    CHECK(numbers[3] == 9);
    float sum = 0;
    for (const float n : v) sum += n;
    CHECK(sum == 1 + 2 + 9 + 4 + 5 + 6);
}
