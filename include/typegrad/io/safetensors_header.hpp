#ifndef TYPEGRAD_IO_SAFETENSORS_HEADER_HPP
#define TYPEGRAD_IO_SAFETENSORS_HEADER_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../config.hpp"
#include "../core/status.hpp"

// The header of a safetensors file: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}, and under
// "__metadata__" strings that nobody needs. Read from hostile bytes: nothing is believed, nothing is allocated.
namespace typegrad {
inline namespace TYPEGRAD_ARCH {
namespace files {

struct tensor_entry {
    static constexpr std::size_t max_rank = 16;
    std::string_view name, dtype;
    std::size_t rank = 0, shape[max_rank]{};
    std::uint64_t begin = 0, end = 0;
    std::size_t position = 0;  // in the header

    // Elements, or the largest number if they overflow it.
    constexpr std::uint64_t size() const {
        std::uint64_t n = 1;
        for (std::size_t a = 0; a < rank; ++a) {
            if (shape[a] != 0 && n > UINT64_MAX / shape[a]) return UINT64_MAX;
            n *= shape[a];
        }
        return n;
    }
};

constexpr std::uint64_t bytes_of_dtype(std::string_view dtype) {
    if (dtype == "F64" || dtype == "I64" || dtype == "U64") return 8;
    if (dtype == "F32" || dtype == "I32" || dtype == "U32") return 4;
    if (dtype == "F16" || dtype == "BF16" || dtype == "I16" || dtype == "U16") return 2;
    if (dtype == "I8" || dtype == "U8" || dtype == "BOOL" || dtype == "F8_E4M3" || dtype == "F8_E5M2") return 1;
    return 0;
}

// Reads the header; next() gives one tensor after the other. Escapes in names are resolved in place.
class safetensors_header {
public:
    constexpr safetensors_header(char* text, std::size_t size, std::uint64_t data_size) : text_(text), size_(size), data_size_(data_size) {}

    // True and an entry, or false: at the end, or with an error in state().
    TYPEGRAD_COLD constexpr bool next(tensor_entry& e) {
        for (;;) {
            space();
            if (first_ ? !expect('{') : false) return false;
            space();
            if (peek() == '}') return finish();
            if (!first_ && !expect(',')) return false;
            first_ = false;
            space();
            e = {};
            e.position = at_;
            if (!string(e.name) || !colon()) return false;
            if (e.name != "__metadata__") return tensor(e) && valid(e);
            if (!metadata()) return false;
        }
    }
    constexpr const status& state() const { return state_; }

private:
    constexpr char peek() const { return at_ < size_ ? text_[at_] : '\0'; }
    constexpr void space() {
        while (at_ < size_ && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
    }
    TYPEGRAD_COLD constexpr bool fail(std::string_view why) {
        if (state_.ok()) state_ = status(error::malformed, why, 8 + at_);
        return false;
    }
    constexpr bool expect(char c) {
        if (peek() != c || at_ >= size_) return fail("safetensors: the header is no JSON that describes tensors");
        ++at_;
        return true;
    }
    constexpr bool colon() {
        space();
        if (!expect(':')) return false;
        space();
        return true;
    }
    constexpr bool finish() {
        ++at_;
        space();
        if (at_ != size_) fail("safetensors: the header goes on after its end");
        return false;
    }

    static constexpr int hex(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
    // A \uXXXX escape as UTF-8; never longer than what it replaces.
    TYPEGRAD_COLD constexpr bool unicode(std::size_t& to) {
        if (size_ - at_ < 4) return fail("safetensors: a string ends in the middle of an escape");
        unsigned code = 0;
        for (int i = 0; i < 4; ++i) {
            const int digit = hex(text_[at_++]);
            if (digit < 0) return fail("safetensors: a string has a broken escape");
            code = code * 16 + static_cast<unsigned>(digit);
        }
        if (code == 0) return fail("safetensors: a string has a control character");
        if (code < 0x80) {
            text_[to++] = static_cast<char>(code);
        } else if (code < 0x800) {
            text_[to++] = static_cast<char>(0xC0 | code >> 6);
            text_[to++] = static_cast<char>(0x80 | (code & 0x3F));
        } else {
            text_[to++] = static_cast<char>(0xE0 | code >> 12);
            text_[to++] = static_cast<char>(0x80 | (code >> 6 & 0x3F));
            text_[to++] = static_cast<char>(0x80 | (code & 0x3F));
        }
        return true;
    }
    TYPEGRAD_COLD constexpr bool string(std::string_view& s) {
        if (!expect('"')) return false;
        const std::size_t from = at_;
        std::size_t to = at_;
        while (at_ < size_ && text_[at_] != '"') {
            char c = text_[at_++];
            if (static_cast<unsigned char>(c) < 0x20) return fail("safetensors: a string has a control character");
            if (c == '\\') {
                if (at_ >= size_) break;
                c = text_[at_++];
                if (c == 'u') {
                    if (!unicode(to)) return false;
                    continue;
                }
                constexpr std::string_view names = "\"\\/bfnrt", values = "\"\\/\b\f\n\r\t";
                const std::size_t k = names.find(c);
                if (k == std::string_view::npos) return fail("safetensors: a string has a broken escape");
                c = values[k];
            }
            text_[to++] = c;
        }
        if (!expect('"')) return false;
        text_[to] = '\0';  // perhaps in place of the quote
        s = text_ + from;
        return true;
    }
    TYPEGRAD_COLD constexpr bool number(std::uint64_t& n) {
        space();
        if (peek() < '0' || peek() > '9') return fail("safetensors: a number is missing or negative");
        n = 0;
        while (peek() >= '0' && peek() <= '9') {
            const auto digit = static_cast<std::uint64_t>(text_[at_] - '0');
            if (n > (UINT64_MAX - digit) / 10) return fail("safetensors: a number is too large");
            n = 10 * n + digit;
            ++at_;
        }
        return true;
    }
    // [1, 2, 3] into f(n), which may refuse.
    template<class F>
    constexpr bool numbers(F f) {
        if (!expect('[')) return false;
        space();
        if (peek() == ']') return expect(']');
        for (;;) {
            std::uint64_t n = 0;
            if (!number(n) || !f(n)) return false;
            space();
            if (peek() == ']') return expect(']');
            if (!expect(',')) return false;
        }
    }

    TYPEGRAD_COLD constexpr bool tensor(tensor_entry& e) {
        if (!expect('{')) return false;
        bool has_dtype = false, has_shape = false, has_offsets = false;
        for (bool more = true; more;) {
            space();
            std::string_view key;
            if (!string(key) || !colon()) return false;
            std::size_t offsets = 0;
            if (key == "dtype" && !has_dtype) has_dtype = string(e.dtype);
            else if (key == "shape" && !has_shape) has_shape = numbers([&](std::uint64_t n) { return e.rank < tensor_entry::max_rank ? (e.shape[e.rank++] = static_cast<std::size_t>(n), true) : fail("safetensors: a tensor has more than 16 axes"); });
            else if (key == "data_offsets" && !has_offsets) has_offsets = numbers([&](std::uint64_t n) { return offsets < 2 ? ((offsets++ ? e.end : e.begin) = n, true) : fail("safetensors: data_offsets are not two numbers"); }) && (offsets == 2 || fail("safetensors: data_offsets are not two numbers"));
            else return fail("safetensors: a tensor has an unknown or repeated key");
            if (!state_.ok()) return false;
            space();
            more = peek() == ',';
            if (!expect(more ? ',' : '}')) return false;
        }
        return (has_dtype && has_shape && has_offsets) || fail("safetensors: a tensor lacks its dtype, shape or data_offsets");
    }
    constexpr bool valid(const tensor_entry& e) {
        const std::uint64_t unit = bytes_of_dtype(e.dtype), n = e.size();
        if (e.begin > e.end || e.end > data_size_) return fail("safetensors: the offsets of a tensor lie outside the file");
        if (unit != 0 && (n > UINT64_MAX / unit || n * unit != e.end - e.begin)) return fail("safetensors: the offsets of a tensor do not fit its shape");
        return true;
    }
    TYPEGRAD_COLD constexpr bool metadata() {
        if (!expect('{')) return false;
        space();
        if (peek() == '}') return expect('}');
        for (;;) {
            std::string_view key, value;
            space();
            if (!string(key) || !colon() || !string(value)) return false;
            space();
            if (peek() == '}') return expect('}');
            if (!expect(',')) return false;
        }
    }

    char* text_;
    std::size_t size_, at_ = 0;
    std::uint64_t data_size_;
    bool first_ = true;
    status state_{};
};

}
}
}

#endif
