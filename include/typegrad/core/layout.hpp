#ifndef TYPEGRAD_CORE_LAYOUT_HPP
#define TYPEGRAD_CORE_LAYOUT_HPP

#include <cstddef>

#include "../config.hpp"

namespace typegrad {

inline constexpr int max_axes = 8;

// Where an operand's elements lie: extents, strides and the offset of element (0, ..., 0). A border of zeros around an
// axis is part of the memory and not of the extent, so that a padded convolution reads on without a question asked.
struct layout {
    int rank = 0;
    std::ptrdiff_t extent[max_axes]{}, stride[max_axes]{}, before[max_axes]{}, after[max_axes]{};

    TYPEGRAD_INLINE constexpr std::ptrdiff_t origin() const {
        std::ptrdiff_t o = 0;
        for (int a = 0; a < rank; ++a) o += before[a] * stride[a];
        return o;
    }
    // Elements from the first of the border to the last.
    TYPEGRAD_INLINE constexpr std::ptrdiff_t size() const {
        std::ptrdiff_t n = 1;
        for (int a = 0; a < rank; ++a) n *= before[a] + extent[a] + after[a];
        return n;
    }
    // Row-major strides around the borders; every element is `unit` numbers (the samples of a tile) wide.
    TYPEGRAD_INLINE constexpr void pack(std::ptrdiff_t unit = 1) {
        for (int a = rank - 1; a >= 0; --a) {
            stride[a] = unit;
            unit *= before[a] + extent[a] + after[a];
        }
    }
};

template<class Shape>
constexpr layout dense_layout(std::ptrdiff_t unit = 1) {
    layout l;
    l.rank = static_cast<int>(Shape::rank);
    for (int a = 0; a < l.rank; ++a) l.extent[a] = static_cast<std::ptrdiff_t>(Shape::extents[a]);
    l.pack(unit);
    return l;
}

}

#endif
