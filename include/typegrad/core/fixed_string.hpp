#ifndef TYPEGRAD_CORE_FIXED_STRING_HPP
#define TYPEGRAD_CORE_FIXED_STRING_HPP

#include <cstddef>
#include <string_view>

namespace typegrad {

// A string that can be a template argument: a formula, or the name of a layer. One type for every length: nvcc matches no
// specialisation by a string whose type is deduced.
struct fixed_string {
    static constexpr std::size_t capacity = 127;
    char text[capacity + 1]{};
    std::size_t length = 0;

    constexpr fixed_string() = default;
    template<std::size_t Size>
    constexpr fixed_string(const char (&literal)[Size]) : length(Size <= capacity ? Size - 1 : capacity) {
        static_assert(Size <= capacity + 1, "a name or formula has at most 127 characters; shorten it");
        for (std::size_t i = 0; i < length; ++i) text[i] = literal[i];
    }
    // As nvcc writes it for the host's compiler.
    constexpr fixed_string(const char (&characters)[capacity + 1], std::size_t n) : length(n) {
        for (std::size_t i = 0; i < n; ++i) text[i] = characters[i];
    }

    constexpr std::size_t size() const { return length; }
    constexpr std::string_view view() const { return {text, length}; }
    friend constexpr bool operator==(const fixed_string&, const fixed_string&) = default;
};

}

#endif
