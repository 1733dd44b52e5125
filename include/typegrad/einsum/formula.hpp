#ifndef TYPEGRAD_EINSUM_FORMULA_HPP
#define TYPEGRAD_EINSUM_FORMULA_HPP

#include <cstddef>
#include <string_view>

#include "../core/fixed_string.hpp"
#include "../core/layout.hpp"

// Index notation, read while compiling:
//   formula  = product { "+" product }        every product ends in the same "->output"
//   product  = operand "," operand "->" operand
//   operand  = { axis }                        outermost first
//   axis     = letter | "(" term { ("+" | "-") term } ")"
//   term     = [number] letter | number
// "(2h+k-1)(2w+l-1)c,klco->hwo" is a convolution of stride 2 and padding 1.
namespace typegrad::einsum {

inline constexpr int max_indices = 12;
inline constexpr int max_products = 2;

// One axis of an operand: the sum of coefficient * index over all indices, plus a constant.
struct axis {
    int coefficient[max_indices]{};
    int constant = 0;

    // The index that is this axis by itself, or -1.
    constexpr int single() const {
        int found = -1;
        for (int i = 0; i < max_indices; ++i)
            if (coefficient[i] != 0) {
                if (found >= 0 || coefficient[i] != 1) return -1;
                found = i;
            }
        return constant == 0 ? found : -1;
    }
};

struct operand {
    int rank = 0;
    axis axes[max_axes]{};

    // How many axes are made of an index.
    constexpr int times(int index) const {
        int n = 0;
        for (int a = 0; a < rank; ++a) n += axes[a].coefficient[index] != 0;
        return n;
    }
    constexpr bool has(int index) const { return times(index) > 0; }
};

struct formula {
    enum class problem { none, malformed, too_large, outputs_differ, unknown_output, repeated_output };

    problem error = problem::none;
    int indices = 0;
    char letter[max_indices]{};
    int products = 0;
    operand x[max_products]{}, w[max_products]{}, y{};

    constexpr int index_of(char c) const {
        for (int i = 0; i < indices; ++i)
            if (letter[i] == c) return i;
        return -1;
    }
    // Whether a place of y is a sum of indices, as in a transposed convolution.
    constexpr bool spreads() const {
        for (int a = 0; a < y.rank; ++a)
            if (y.axes[a].single() < 0) return true;
        return false;
    }
};

namespace detail {
struct parser {
    std::string_view text;
    formula f{};
    std::size_t at = 0;

    constexpr char peek() const { return at < text.size() ? text[at] : '\0'; }
    constexpr bool accept(char c) {
        if (peek() != c) return false;
        ++at;
        return true;
    }
    constexpr void fail(formula::problem p) {
        if (f.error == formula::problem::none) f.error = p;
        at = text.size();
    }
    static constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

    constexpr int index(char c) {
        const int known = f.index_of(c);
        if (known >= 0) return known;
        if (f.indices == max_indices) return fail(formula::problem::too_large), 0;
        f.letter[f.indices] = c;
        return f.indices++;
    }
    constexpr void term(axis& a, int sign) {
        int number = 1;
        const bool digits = is_digit(peek());
        if (digits) {
            number = 0;
            while (is_digit(peek()) && number < 100000) number = number * 10 + (text[at++] - '0');
        }
        if (is_letter(peek())) a.coefficient[index(text[at++])] += sign * number;
        else if (digits) a.constant += sign * number;
        else fail(formula::problem::malformed);
    }
    constexpr axis one_axis() {
        axis a;
        if (!accept('(')) {
            a.coefficient[index(text[at++])] = 1;
            return a;
        }
        term(a, accept('-') ? -1 : 1);
        while (peek() == '+' || peek() == '-') {
            const int sign = text[at++] == '-' ? -1 : 1;
            term(a, sign);
        }
        if (!accept(')')) fail(formula::problem::malformed);
        return a;
    }
    constexpr operand one_operand() {
        operand o;
        while (is_letter(peek()) || peek() == '(') {
            if (o.rank == max_axes) return fail(formula::problem::too_large), o;
            o.axes[o.rank++] = one_axis();
        }
        return o;
    }
    constexpr void product() {
        if (f.products == max_products) return fail(formula::problem::too_large);
        f.x[f.products] = one_operand();
        if (!accept(',')) return fail(formula::problem::malformed);
        f.w[f.products] = one_operand();
        if (!accept('-') || !accept('>')) return fail(formula::problem::malformed);
        const operand y = one_operand();
        if (f.products == 0) f.y = y;
        else if (!same(y, f.y)) return fail(formula::problem::outputs_differ);
        ++f.products;
    }
    static constexpr bool same(const operand& a, const operand& b) {
        if (a.rank != b.rank) return false;
        for (int i = 0; i < a.rank; ++i) {
            if (a.axes[i].constant != b.axes[i].constant) return false;
            for (int j = 0; j < max_indices; ++j)
                if (a.axes[i].coefficient[j] != b.axes[i].coefficient[j]) return false;
        }
        return true;
    }
    constexpr formula parse() {
        do {
            while (accept(' ')) {}
            product();
            while (accept(' ')) {}
        } while (accept('+'));
        if (at != text.size()) fail(formula::problem::malformed);
        for (int i = 0; i < f.indices && f.error == formula::problem::none; ++i) {
            if (!f.y.has(i)) continue;
            if (f.y.times(i) > 1) fail(formula::problem::repeated_output);
            for (int p = 0; p < f.products; ++p)
                if (!f.x[p].has(i) && !f.w[p].has(i)) fail(formula::problem::unknown_output);
        }
        return f;
    }
};
}

constexpr formula parse(std::string_view text) { return detail::parser{text}.parse(); }

// One clear error for each way to write a formula wrong.
template<fixed_string Text>
consteval bool check_formula() {
    constexpr formula::problem error = parse(Text.view()).error;
    static_assert(error != formula::problem::malformed, "einsum: the formula cannot be read; write it like \"(2h+k-1)c,kco->ho\"");
    static_assert(error != formula::problem::too_large, "einsum: the formula is too large; use at most 12 indices, 8 axes an operand and 2 products");
    static_assert(error != formula::problem::outputs_differ, "einsum: every product of a sum needs the same output; write the same indices after each ->");
    static_assert(error != formula::problem::repeated_output, "einsum: an index stands in two axes of the output; give each axis an index of its own");
    static_assert(error != formula::problem::unknown_output, "einsum: an output index occurs in no operand; use it in x or in w");
    return true;
}

// The parsed formula of a string.
template<fixed_string Text>
struct formula_of {
    static constexpr formula value = parse(Text.view());
    static_assert(check_formula<Text>());
};

}

#endif
