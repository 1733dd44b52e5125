#ifndef TYPEGRAD_NETWORK_SUMMARY_HPP
#define TYPEGRAD_NETWORK_SUMMARY_HPP

#include <cstddef>
#include <string_view>

#include "network.hpp"

// Text that is written while compiling.
namespace typegrad::detail {

// Counts characters if it has nowhere to put them: the first pass finds the size of the second.
struct writer {
    char* to = nullptr;
    std::size_t length = 0;

    constexpr void put(char c) {
        if (to) to[length] = c;
        ++length;
    }
    constexpr writer& text(std::string_view s) {
        for (char c : s) put(c);
        return *this;
    }
    constexpr writer& number(std::size_t n) {
        char digits[24]{};
        std::size_t count = 0;
        do {
            digits[count++] = static_cast<char>('0' + n % 10);
            n /= 10;
        } while (n);
        while (count) put(digits[--count]);
        return *this;
    }
    // Spaces up to this column of the current line.
    constexpr writer& column(std::size_t line_start, std::size_t width) {
        do text(" ");
        while (length < line_start + width);
        return *this;
    }
    template<class Shape>
    constexpr writer& shape() {
        if constexpr (is_bundle<Shape>) return items(static_cast<Shape*>(nullptr));
        for (std::size_t a = 0; a < Shape::rank; ++a) {
            if (a) text(" x ");
            number(Shape::extents[a]);
        }
        return *this;
    }
    template<class First, class... Rest>
    constexpr writer& items(bundle<First, Rest...>*) {
        shape<First>();
        ((text(", ").template shape<Rest>()), ...);
        return *this;
    }
};

template<class Layer>
TYPEGRAD_INLINE constexpr std::string_view name_of() {
    if constexpr (requires { Layer::name; }) return Layer::name;
    else return "function";
}

// The text that Write{}(writer&) produces, in static storage.
template<class Write>
struct written {
    static constexpr std::size_t size = [] {
        writer w;
        Write{}(w);
        return w.length;
    }();
    struct storage {
        char text[size + 1]{};
    };
    static constexpr storage value = [] {
        storage s;
        writer w{s.text};
        Write{}(w);
        return s;
    }();
    static constexpr std::string_view view{value.text, size};
};

template<class Net>
struct write_summary {
    constexpr void operator()(writer& w) const {
        row(w, "layer", "output", "parameters");
        line<typename Net::input>(w, "", "input", 0);
        for_each_index<Net::layers>([&](auto i) {
            using at = layer_of<Net, i>;
            writer number;
            char digits[24]{};
            number.to = digits;
            number.number(i);
            line<typename at::output>(w, {digits, number.length}, name_of<typename at::layer>(), at::parameter_count, at::label);
        });
        w.text("parameters: ").number(Net::parameter_count).text("\n");
    }

private:
    static constexpr void row(writer& w, std::string_view a, std::string_view b, std::string_view c) {
        const std::size_t start = w.length;
        w.text("     ").text(a).column(start, 34).text(b).column(start, 52).text(c).text("\n");
    }
    template<class Shape>
    static constexpr void line(writer& w, std::string_view number, std::string_view name, std::size_t parameters, std::string_view label = {}) {
        const std::size_t start = w.length;
        w.text(" ").text(number).column(start, 5).text(name);
        if (!label.empty()) w.text(" \"").text(label).text("\"");
        w.column(start, 34).template shape<Shape>().column(start, 52);
        if (parameters) w.number(parameters);
        else w.text("-");
        w.text("\n");
    }
};

}

namespace typegrad {

// The layers of a network, the shapes between them and the parameters they hold, as a table.
template<class Net>
constexpr std::string_view summary() {
    return detail::written<detail::write_summary<Net>>::view;
}

}

#endif
