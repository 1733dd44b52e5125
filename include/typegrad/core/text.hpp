#ifndef TYPEGRAD_CORE_TEXT_HPP
#define TYPEGRAD_CORE_TEXT_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"

// Text in a fixed array that begins as zeros. Messages and names need no speed: out of line they cost less to compile.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace text {

// Each returns the new length; what does not fit is cut, with dots at the end.
TYPEGRAD_COLD constexpr std::size_t append(char* to, std::size_t capacity, std::size_t length, std::string_view what) {
    for (const char c : what) {
        if (length < capacity) to[length++] = c;
        else to[capacity - 1] = to[capacity - 2] = to[capacity - 3] = '.';
    }
    return length;
}
TYPEGRAD_COLD constexpr std::size_t append(char* to, std::size_t capacity, std::size_t length, std::size_t number) {
    if (number >= 10) length = append(to, capacity, length, number / 10);
    const char digit[] = {static_cast<char>('0' + number % 10), '\0'};
    return append(to, capacity, length, std::string_view(digit));
}

// "before.what" where there is something before.
template<class What>
TYPEGRAD_COLD constexpr std::size_t join(char* to, std::size_t capacity, std::string_view before, const What& what) {
    std::size_t length = append(to, capacity, 0, before);
    if (length) length = append(to, capacity, length, std::string_view("."));
    return append(to, capacity, length, what);
}

}
}
}

#endif
