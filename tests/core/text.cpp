#include <doctest/doctest.h>

#include <string_view>

#include <typegrad/core/text.hpp>

namespace text = typegrad::text;

TEST_CASE("text: pieces one behind the other") {
    char to[16]{};
    std::size_t n = text::append(to, sizeof to, 0, std::string_view("dense "));
    n = text::append(to, sizeof to, n, std::size_t{0});
    n = text::append(to, sizeof to, n, std::string_view(" "));
    n = text::append(to, sizeof to, n, std::size_t{1024});
    CHECK(std::string_view(to, n) == "dense 0 1024");
}

TEST_CASE("text: what does not fit ends with dots, and nothing is written behind") {
    char to[10]{};
    to[8] = to[9] = '#';
    CHECK(text::append(to, 8, 0, std::string_view("12345678")) == 8);
    CHECK(std::string_view(to, 10) == "12345678##");
    CHECK(text::append(to, 8, 0, std::string_view("abcdefghi")) == 8);
    CHECK(std::string_view(to, 10) == "abcde...##");
    CHECK(text::append(to, 8, 8, std::size_t{7}) == 8);
    CHECK(std::string_view(to, 10) == "abcde...##");
}

TEST_CASE("text: a dot only between two names") {
    char to[16]{};
    std::size_t n = text::join(to, sizeof to, "", std::string_view("weight"));
    CHECK(std::string_view(to, n) == "weight");
    n = text::join(to, sizeof to, "layer", std::size_t{12});
    CHECK(std::string_view(to, n) == "layer.12");
}
