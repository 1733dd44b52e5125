#include <doctest/doctest.h>

#include <string>

#include <typegrad/core/status.hpp>

namespace tg = typegrad;

TEST_CASE("a status is well or says what is wrong") {
    static_assert(tg::status{}.ok() && tg::status{});
    constexpr tg::status s(tg::error::truncated, "cut", 17);
    static_assert(!s && s.code == tg::error::truncated && s.position == 17 && s.text() == "cut");
    tg::status t(tg::error::mismatch, "a");
    t.append(" ").append(1205).append(" ").append(0);
    CHECK(std::string(t.message) == "a 1205 0");
}

TEST_CASE("a message beyond the capacity ends in dots") {
    tg::status s(tg::error::mismatch, std::string(5000, 'x'));
    CHECK(s.text().size() == tg::status::capacity);
    CHECK(s.text().substr(tg::status::capacity - 4) == "x...");
}
