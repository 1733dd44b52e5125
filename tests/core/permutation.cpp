#include <doctest/doctest.h>

#include <vector>

#include <typegrad/core/permutation.hpp>

TEST_CASE("every number once, in another order for another seed or epoch") {
    for (std::uint32_t n : {1u, 2u, 3u, 4u, 5u, 17u, 64u, 65u, 1000u, 1438u}) {
        std::vector<int> seen(n);
        std::uint32_t moved = 0, differs = 0;
        const typegrad::permutation a(n, 1, 0), b(n, 1, 1), c(n, 2, 0);
        for (std::uint32_t i = 0; i < n; ++i) {
            REQUIRE(a(i) < n);
            ++seen[a(i)];
            moved += a(i) != i;
            differs += a(i) != b(i) && a(i) != c(i);
        }
        for (int s : seen) REQUIRE(s == 1);
        if (n >= 1000) {
            CHECK(moved > n * 9 / 10);
            CHECK(differs > n * 9 / 10);
        }
    }
}
