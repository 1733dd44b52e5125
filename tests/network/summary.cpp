#include <doctest/doctest.h>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct doubled {
    template<class V>
    constexpr V operator()(V x) const { return x + x; }
};
struct net : tg::network<tg::input<8, 8, 1>, tg::named<"stem", tg::conv2d<4, 3>>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<12>, doubled> {};
}

TEST_CASE("the table is text at compile time") {
    constexpr std::string_view s = tg::summary<net>();
    static_assert(s.find("conv2d \"stem\"") != s.npos && s.find("6 x 6 x 4") != s.npos && s.find("parameters: 484\n") != s.npos);
    static_assert(s.find("flatten") != s.npos && s.find("function") != s.npos);
    CHECK(s.data()[s.size()] == '\0');
}
