#include <doctest/doctest.h>

#include <type_traits>

#include <typegrad/core/type_list.hpp>

namespace tg = typegrad;

TEST_CASE("type_list: a type by its number") {
    using list = tg::type_list<int, float, int, void>;
    static_assert(list::size == 4 && tg::type_list<>::size == 0);
    static_assert(std::is_same_v<tg::type_at<0, list>, int>);
    static_assert(std::is_same_v<tg::type_at<1, list>, float>);
    static_assert(std::is_same_v<tg::type_at<2, list>, int>);
    static_assert(std::is_same_v<tg::type_at<3, list>, void>);
}

TEST_CASE("for_each_index: constants, in order") {
    std::size_t digits = 0;
    tg::for_each_index<4>([&](auto i) {
        static_assert(decltype(i)::value < 4);
        digits = 10 * digits + i;
    });
    CHECK(digits == 123);
    tg::for_each_index<0>([&](auto) { digits = 0; });
    CHECK(digits == 123);
}
