#include <doctest/doctest.h>

#include <type_traits>

#include <typegrad/core/fixed_string.hpp>

using typegrad::fixed_string;

namespace {
template<fixed_string>
struct holder {};
template<class>
inline constexpr bool is_stem = false;
template<>
inline constexpr bool is_stem<holder<"stem">> = true;
}

TEST_CASE("a string that is a template argument is told apart by its characters") {
    CHECK(is_stem<holder<"stem">>);
    CHECK_FALSE(is_stem<holder<"stems">>);
    CHECK_FALSE(is_stem<holder<"ste">>);
    CHECK(std::is_same_v<holder<fixed_string("a\0b")>, holder<fixed_string("a\0b")>>);
    CHECK_FALSE(std::is_same_v<holder<fixed_string("a\0b")>, holder<fixed_string("a")>>);
}

TEST_CASE("its characters and their number") {
    constexpr fixed_string s = "i,io->o";
    static_assert(s.view() == "i,io->o" && s.size() == 7);
    static_assert(fixed_string("").view().empty());
    constexpr char longest[fixed_string::capacity + 1] = {'x'};
    static_assert(fixed_string(longest).size() == 127);
    constexpr fixed_string same(s.text, s.length);
    CHECK(same == s);
}
