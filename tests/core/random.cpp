#include <doctest/doctest.h>

#include <cmath>

#include <typegrad/core/permutation.hpp>
#include <typegrad/core/random.hpp>

namespace tg = typegrad;

// Known answers of philox4x32-10, published with Random123 1.09 (file kat_vectors, D. E. Shaw Research).
TEST_CASE("the numbers are those of the published generator") {
    constexpr tg::philox zero{0, 0};
    static_assert(zero(0).word[0] == 0x6627e8d5 && zero(0).word[1] == 0xe169c58d && zero(0).word[2] == 0xbc57ac4c && zero(0).word[3] == 0x9b00dbd8);
    constexpr tg::philox ones{0xffffffffffffffff, 0xffffffffffffffff};
    constexpr auto b = ones(0xffffffffffffffff);
    static_assert(b.word[0] == 0x408f276d && b.word[1] == 0x41c83b0e && b.word[2] == 0xa20bc7c6 && b.word[3] == 0x6d5451fd);
    constexpr tg::philox pi{0x299f31d0a4093822, 0x0370734413198a2e};
    constexpr auto c = pi(0x85a308d3243f6a88);
    static_assert(c.word[0] == 0xd16cfe09 && c.word[1] == 0x94fdcceb && c.word[2] == 0x5001e420 && c.word[3] == 0x24126ea1);
}

TEST_CASE("uniform numbers have the moments of the uniform distribution") {
    const tg::philox r{7, 3};
    const int n = 100000;
    double mean = 0, square = 0;
    for (int i = 0; i < n; ++i) {
        const double u = static_cast<double>(r.uniform(static_cast<std::uint64_t>(i)));
        REQUIRE(u >= 0);
        REQUIRE(u < 1);
        mean += u / n;
        square += u * u / n;
    }
    // standard errors are 0.0009 and 0.0009
    CHECK(mean == doctest::Approx(0.5).epsilon(0.01));
    CHECK(square == doctest::Approx(1.0 / 3).epsilon(0.01));
    for (std::uint64_t i = 0; i < 1000; ++i) CHECK(r.below(i, 7) < 7);
}
