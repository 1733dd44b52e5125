#ifndef TYPEGRAD_NETWORK_PLACE_HPP
#define TYPEGRAD_NETWORK_PLACE_HPP

#include <cstddef>

#include "../core/layout.hpp"
#include "../core/shape.hpp"

// Where a value lies. Equal places are one type, so that equal steps are one type and share their code.
//   tile:  [sample / Lanes][element][sample % Lanes], with a border of zeros where the next convolution wants one
//   rows:  [sample][element]
namespace typegrad::detail {

// Zeros around a value: before and behind its first axis, then its second, and so on.
struct margin {
    static constexpr std::size_t most = 8;
    std::size_t side[most]{};

    // How many sides say all, two for each axis.
    constexpr std::size_t sides() const {
        std::size_t n = most;
        while (n > 0 && side[n - 1] == 0 && side[n - 2] == 0) n -= 2;
        return n;
    }
    constexpr bool any() const { return sides() > 0; }
    constexpr void include(const margin& other) {
        for (std::size_t s = 0; s < most; ++s)
            if (other.side[s] > side[s]) side[s] = other.side[s];
    }
};

// Each element is Unit numbers wide: the samples of a tile. Border: the sides of its margin.
template<class Shape, int Unit, std::size_t... Border>
struct place {
    using shape = Shape;
    static constexpr int unit = Unit;
    static constexpr bool bordered = sizeof...(Border) > 0;
    static constexpr layout value = [] {
        layout l = dense_layout<Shape>(Unit);
        constexpr std::size_t side[] = {Border..., 0};
        for (std::size_t s = 0; s != sizeof...(Border); ++s) (s % 2 ? l.after : l.before)[s / 2] = static_cast<std::ptrdiff_t>(side[s]);
        l.pack(Unit);
        return l;
    }();
    // Numbers of one tile or of one row.
    static constexpr std::size_t part = static_cast<std::size_t>(value.size() * Unit);
    static constexpr std::size_t width = static_cast<std::size_t>(value.extent[value.rank ? value.rank - 1 : 0]);
    // The same memory read as another shape: only what has no border can be.
    template<class Other>
    using as = place<Other, Unit, Border...>;
};

// The samples that one call of a step works on: a tile, or all rows of a chunk.
template<std::size_t Samples, int Lanes, bool Tiled>
struct batching {
    static constexpr std::size_t samples = Samples, tiles = Samples / static_cast<std::size_t>(Lanes);
    static constexpr int lanes = Lanes;
    static constexpr bool tiled = Tiled;
    // Numbers that one call reads or writes of a value: a tile, or rows of as many samples.
    template<class Place>
    static constexpr std::size_t size = Place::part * (Tiled ? (Place::unit > 1 ? 1 : static_cast<std::size_t>(Lanes)) : Place::unit > 1 ? tiles : Samples);
    // Calls of a layer that takes one sample, or one tile, after the other.
    template<class Place>
    static constexpr std::size_t calls = Tiled ? 1 : Place::unit > 1 ? tiles : Samples;
};

// An operand of a formula seen in the memory of a value: the same borders, the channels perhaps split into groups.
template<class Shape>
constexpr layout operand_layout(const layout& value, std::ptrdiff_t unit) {
    layout l = dense_layout<Shape>();
    for (int a = 0; a + 1 < value.rank && a < l.rank; ++a) {
        l.before[a] = value.before[a];
        l.after[a] = value.after[a];
    }
    l.pack(unit);
    return l;
}

}

#endif
