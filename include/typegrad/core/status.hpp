#ifndef TYPEGRAD_CORE_STATUS_HPP
#define TYPEGRAD_CORE_STATUS_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"
#include "text.hpp"

namespace typegrad {

enum class error { none, cannot_open, cannot_write, truncated, malformed, mismatch, out_of_range, not_finite, device };

// What went wrong at run time, or nothing. It owns its message (no heap; text beyond the capacity is cut).
//   if (tg::status s = tg::load(p, path); !s) { std::fputs(s.message, stderr); return 1; }
struct [[nodiscard]] status {
    static constexpr std::size_t capacity = 1000;

    error code = error::none;
    char message[capacity + 1]{};
    std::size_t position = 0;  // bytes into the input where that is known

    TYPEGRAD_INLINE constexpr status() {}  // not `= default`: files for different instruction sets would share it
    TYPEGRAD_INLINE constexpr status(error e, std::string_view text, std::size_t at = 0) : code(e), position(at) { append(text); }

    TYPEGRAD_INLINE constexpr bool ok() const { return code == error::none; }
    TYPEGRAD_INLINE constexpr explicit operator bool() const { return ok(); }

    TYPEGRAD_INLINE constexpr status& append(std::string_view text) {
        length_ = text::append(message, capacity, length_, text);
        return *this;
    }
    TYPEGRAD_INLINE constexpr status& append(std::size_t number) {
        length_ = text::append(message, capacity, length_, number);
        return *this;
    }
    TYPEGRAD_INLINE constexpr std::string_view text() const { return message; }  // a view of (pointer, length) takes the compiler ten times as long

private:
    std::size_t length_ = 0;
};

}

#endif
