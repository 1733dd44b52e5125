#include <doctest/doctest.h>

#include <string>

#include <typegrad/typegrad.hpp>

namespace tg = typegrad;

namespace {
struct net : tg::network<tg::input<8, 8, 1>, tg::conv2d<4, 3>, tg::relu, tg::max_pool2d<2>, tg::flatten, tg::dense<12>, tg::tanh> {};
}

TEST_CASE("what became one loop, its vector index, tile, work and workspace") {
    constexpr std::string_view s = tg::explain<net>();
    static_assert(s.find("conv2d + relu + max_pool2d") != s.npos);
    static_assert(s.find("flatten + dense + tanh") != s.npos);
    static_assert(s.find("1296 multiply-adds and 160 bytes of weights") != s.npos);  // 6 x 6 x 3 x 3 x 4
    CHECK(s.find("workspace " + std::to_string(tg::inference<net>::workspace_bytes) + " bytes") != s.npos);
}
