#ifndef TYPEGRAD_SIMD_PAIRING_HPP
#define TYPEGRAD_SIMD_PAIRING_HPP

#include <cstddef>

#include "../config.hpp"
#include "../core/layout.hpp"
#include "rows.hpp"

// A layer that only moves elements (slice, flip, permute, ...) says which element of x is which of y, once; copying
// them forward and their gradients back follows.
namespace typegrad {

// Element (i0, i1, ..) of x lies at x.origin + sum of i x.stride, and is the one of y at y.origin + sum of i y.stride.
struct pairing {
    struct side {
        std::ptrdiff_t origin = 0, stride[max_axes]{};
    };
    int rank = 0;
    std::ptrdiff_t extent[max_axes]{};
    side x, y;

    constexpr pairing() = default;
    // Each element of y is that of x at the same place.
    constexpr pairing(const layout& of_x, const layout& of_y) : rank(of_y.rank), x{of_x.origin(), {}}, y{of_y.origin(), {}} {
        for (int a = 0; a < rank; ++a) {
            extent[a] = of_y.extent[a];
            x.stride[a] = of_x.stride[a];
            y.stride[a] = of_y.stride[a];
        }
    }
    constexpr void add_axis(std::ptrdiff_t count, std::ptrdiff_t x_stride, std::ptrdiff_t y_stride) {
        extent[rank] = count;
        x.stride[rank] = x_stride;
        y.stride[rank++] = y_stride;
    }
    constexpr std::ptrdiff_t size() const {
        std::ptrdiff_t n = 1;
        for (int a = 0; a < rank; ++a) n *= extent[a];
        return n;
    }
    // Axes that follow each other evenly on both sides become one, axes of extent 1 none: long rows are fast rows.
    constexpr pairing merged() const {
        pairing m;
        m.x.origin = x.origin;
        m.y.origin = y.origin;
        for (int a = 0; a < rank; ++a) {
            const int top = m.rank - 1;
            if (extent[a] == 1) continue;
            if (top >= 0 && m.x.stride[top] == x.stride[a] * extent[a] && m.y.stride[top] == y.stride[a] * extent[a]) {
                m.extent[top] *= extent[a];
                m.x.stride[top] = x.stride[a];
                m.y.stride[top] = y.stride[a];
            } else {
                m.add_axis(extent[a], x.stride[a], y.stride[a]);
            }
        }
        return m;
    }
};

namespace simd {
inline namespace TYPEGRAD_ARCH {

namespace detail {
template<class Pairs, class X, class Y>
struct paired_rows {
    static constexpr pairing pairs = Pairs::value.merged();
    // Rows of neighbours on both sides, or of single elements.
    static constexpr bool together = pairs.rank > 0 && pairs.x.stride[pairs.rank - 1] == X::row_of::step && pairs.y.stride[pairs.rank - 1] == Y::row_of::step;
    static constexpr int axes = pairs.rank - together;
    static constexpr std::size_t width = together ? static_cast<std::size_t>(pairs.extent[axes]) : 1;

    template<int Axis, class F>
    TYPEGRAD_INLINE static constexpr void walk(F& f, std::ptrdiff_t at_x, std::ptrdiff_t at_y) {
        if constexpr (Axis == axes) f(at_x, at_y);
        else
            for (std::ptrdiff_t i = 0; i < pairs.extent[Axis]; ++i) walk<Axis + 1>(f, at_x + i * pairs.x.stride[Axis], at_y + i * pairs.y.stride[Axis]);
    }
};
}

// y = x for each pair; the other elements of y are left alone.
template<class Pairs, class X, class Y>
TYPEGRAD_INLINE constexpr void copy_forward(X x, Y y) {
    using rows = detail::paired_rows<Pairs, X, Y>;
    auto copy = [&](std::ptrdiff_t at_x, std::ptrdiff_t at_y) TYPEGRAD_INLINE_LAMBDA {
        map<rows::width>(typename Y::row_of{y.data + at_y}, [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, typename X::row_of{x.data + at_x});
    };
    rows::template walk<0>(copy, rows::pairs.x.origin, rows::pairs.y.origin);
}

// dx = dy for each pair, zero where there is none; no element of x is in two pairs.
template<class Pairs, class DX, class DY>
TYPEGRAD_INLINE constexpr void copy_back(DX dx, DY dy) {
    using rows = detail::paired_rows<Pairs, DX, DY>;
    if constexpr (static_cast<std::size_t>(Pairs::value.size()) < DX::rows() * DX::width()) dx.clear();
    auto copy = [&](std::ptrdiff_t at_x, std::ptrdiff_t at_y) TYPEGRAD_INLINE_LAMBDA {
        map<rows::width>(typename DX::row_of{dx.data + at_x}, [](auto v) TYPEGRAD_INLINE_LAMBDA { return v; }, typename DY::row_of{dy.data + at_y});
    };
    rows::template walk<0>(copy, rows::pairs.x.origin, rows::pairs.y.origin);
}

}
}
}

#endif
