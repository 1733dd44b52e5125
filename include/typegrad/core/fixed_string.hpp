#ifndef TYPEGRAD_CORE_FIXED_STRING_HPP
#define TYPEGRAD_CORE_FIXED_STRING_HPP

#include <cstddef>
#include <string_view>

namespace typegrad {

// A string that can be a template argument: a formula, or the name of a layer.
template<std::size_t Size>
struct fixed_string {
    char text[Size + 1]{};

    constexpr fixed_string() = default;
    constexpr fixed_string(const char (&literal)[Size + 1]) {
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }

    static constexpr std::size_t size() { return Size; }
    constexpr std::string_view view() const { return {text, Size}; }

    template<std::size_t Other>
    friend constexpr bool operator==(const fixed_string& a, const fixed_string<Other>& b) {
        return a.view() == b.view();
    }
};

template<std::size_t Size>
fixed_string(const char (&)[Size]) -> fixed_string<Size - 1>;

}

#endif
