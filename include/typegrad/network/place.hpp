#ifndef TYPEGRAD_NETWORK_PLACE_HPP
#define TYPEGRAD_NETWORK_PLACE_HPP

#include <cstddef>

#include "../core/layout.hpp"
#include "../core/shape.hpp"

// Where a value lies. Equal places are one type, so that equal steps are one type and share their code.
//   tile:  [sample / Lanes][element][sample % Lanes], with a border of zeros where the next convolution wants one
//   rows:  [sample][element]
namespace typegrad::detail {

// Each element is Unit numbers wide: the samples of a tile. The border is around the first two axes.
template<class Shape, int Unit, std::size_t Top = 0, std::size_t Left = 0, std::size_t Bottom = 0, std::size_t Right = 0>
struct place {
    using shape = Shape;
    static constexpr int unit = Unit;
    static constexpr bool bordered = Top + Left + Bottom + Right > 0;
    static constexpr layout value = [] {
        layout l = dense_layout<Shape>(Unit);
        l.before[0] = static_cast<std::ptrdiff_t>(Top);
        l.after[0] = static_cast<std::ptrdiff_t>(Bottom);
        l.before[1] = static_cast<std::ptrdiff_t>(Left);
        l.after[1] = static_cast<std::ptrdiff_t>(Right);
        l.pack(Unit);
        return l;
    }();
    // Numbers of one tile or of one row.
    static constexpr std::size_t part = static_cast<std::size_t>(value.size() * Unit);
    static constexpr std::size_t width = static_cast<std::size_t>(value.extent[value.rank ? value.rank - 1 : 0]);
    // The same memory read as another shape: only what has no border can be.
    template<class Other>
    using as = place<Other, Unit, Top, Left, Bottom, Right>;
};

// The samples that one call of a step works on: a tile, or all rows of a chunk.
template<std::size_t Samples, int Lanes, bool Tiled>
struct batching {
    static constexpr std::size_t samples = Samples, tiles = Samples / static_cast<std::size_t>(Lanes);
    static constexpr int lanes = Lanes;
    static constexpr bool tiled = Tiled;
    // Numbers that one call reads or writes of a value.
    template<class Place>
    static constexpr std::size_t size = Tiled ? Place::part : Place::part * (Place::unit > 1 ? tiles : Samples);
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
