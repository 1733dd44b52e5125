#ifndef TYPEGRAD_EINSUM_CONTRACTION_HPP
#define TYPEGRAD_EINSUM_CONTRACTION_HPP

#include <cstddef>

#include "../core/layout.hpp"
#include "formula.hpp"

namespace typegrad::einsum {

// One axis of an operand that can point outside: the scalar loops compare, the SIMD loops rely on a border.
struct bound {
    int product = 0;
    enum class side { x, w, y } of = side::x;
    int coefficient[max_indices]{};
    std::ptrdiff_t constant = 0, extent = 0;
};

// A formula with extents: an iteration space, and for each operand a stride per index. Its loops are
//   y[sum of y[i] * i] += x[sum of x[i] * i] * w[sum of w[i] * i]   for every point and every product.
struct contraction {
    struct product {
        std::ptrdiff_t x[max_indices]{}, w[max_indices]{};
        std::ptrdiff_t x_origin = 0, w_origin = 0;
        bool has[max_indices]{};  // the indices that this product runs over
    };

    int rank = 0;
    char letter[max_indices]{};
    std::ptrdiff_t extent[max_indices]{};
    std::ptrdiff_t y[max_indices]{}, bias[max_indices]{};
    std::ptrdiff_t beside[max_indices]{};  // of what an epilogue reads beside y, such as the other term of a sum
    std::ptrdiff_t y_origin = 0, beside_origin = 0;
    bool whole[max_indices]{};  // never split, never stored: the epilogue gets all its accumulators at once
    int products = 0;
    product term[max_products]{};
    int bounds = 0;
    bound limit[2 * max_axes]{};

    constexpr int index_of(char c) const {
        for (int i = 0; i < rank; ++i)
            if (letter[i] == c) return i;
        return -1;
    }
    constexpr bool free(int i) const { return y[i] != 0 || whole[i]; }

    // Multiply-adds.
    constexpr std::size_t work() const {
        std::size_t total = 0;
        for (int p = 0; p < products; ++p) {
            std::size_t n = 1;
            for (int i = 0; i < rank; ++i)
                if (term[p].has[i] || free(i)) n *= static_cast<std::size_t>(extent[i]);
            total += n;
        }
        return total;
    }

    // Elements of y that it writes, where it does not scatter: a stride may step over some, and a border stays as it is.
    constexpr std::size_t outputs() const {
        std::size_t n = 1;
        for (int i = 0; i < rank; ++i)
            if (y[i] != 0) n *= static_cast<std::size_t>(extent[i]);
        return n;
    }

    // Whether two points of the iteration that differ in free indices can meet in one element of y: the dx of a
    // convolution. Such sums accumulate through memory.
    constexpr bool scatters() const {
        // Free strides sorted, each must step over everything that the smaller ones reach.
        int order[max_indices]{}, n = 0;
        for (int i = 0; i < rank; ++i)
            if (y[i] != 0 && extent[i] > 1) {
                int at = n++;
                for (; at > 0 && y[order[at - 1]] > y[i]; --at) order[at] = order[at - 1];
                order[at] = i;
            }
        std::ptrdiff_t reach = 0;
        for (int k = 0; k < n; ++k) {
            if (y[order[k]] <= reach) return true;
            reach += y[order[k]] * (extent[order[k]] - 1);
        }
        return false;
    }

    // An index that no operand has yet, such as the samples of a tile: appended with its strides.
    constexpr int add_index(char c, std::ptrdiff_t n, std::ptrdiff_t stride_x, std::ptrdiff_t stride_y) {
        letter[rank] = c;
        extent[rank] = n;
        y[rank] = stride_y;
        for (int p = 0; p < products; ++p) {
            term[p].x[rank] = stride_x;
            term[p].has[rank] = true;
        }
        return rank++;
    }

    // A bias along the index with this letter: the accumulator's first value.
    constexpr void add_bias(char c, std::ptrdiff_t stride = 1) { bias[index_of(c)] = stride; }
};

namespace detail {
struct reach {
    std::ptrdiff_t low = 0, high = 0;
};
constexpr reach reach_of(const axis& a, const std::ptrdiff_t* extent, int rank) {
    reach r{a.constant, a.constant};
    for (int i = 0; i < rank; ++i) {
        const std::ptrdiff_t far = a.coefficient[i] * (extent[i] - 1);
        (far < 0 ? r.low : r.high) += far;
    }
    return r;
}

// Extents from the axes that are a single index.
constexpr void read_extents(contraction& c, const operand& o, const layout& l) {
    for (int a = 0; a < o.rank && a < l.rank; ++a)
        if (const int i = o.axes[a].single(); i >= 0) c.extent[i] = l.extent[a];
}

struct strided {
    std::ptrdiff_t stride[max_indices]{}, origin = 0;
};
constexpr strided strides(const operand& o, const layout& l, int rank) {
    strided s;
    s.origin = l.origin();
    for (int a = 0; a < o.rank; ++a) {
        s.origin += o.axes[a].constant * l.stride[a];
        for (int i = 0; i < rank; ++i) s.stride[i] += o.axes[a].coefficient[i] * l.stride[a];
    }
    return s;
}

constexpr void add_bounds(contraction& c, const operand& o, const layout& l, bound::side of, int product) {
    for (int a = 0; a < o.rank; ++a) {
        const reach r = reach_of(o.axes[a], c.extent, c.rank);
        if (r.low >= 0 && r.high < l.extent[a]) continue;
        bound& b = c.limit[c.bounds++];
        b.product = product;
        b.of = of;
        for (int i = 0; i < max_indices; ++i) b.coefficient[i] = o.axes[a].coefficient[i];
        b.constant = o.axes[a].constant;
        b.extent = l.extent[a];
    }
}
}

// Extents by letter; 0 where no operand has the index as an axis of its own.
constexpr contraction bind_extents(const formula& f, const layout* x, const layout* w, const layout& y) {
    contraction c;
    c.rank = f.indices;
    for (int i = 0; i < f.indices; ++i) c.letter[i] = f.letter[i];
    for (int p = 0; p < f.products; ++p) {
        detail::read_extents(c, f.x[p], x[p]);
        detail::read_extents(c, f.w[p], w[p]);
    }
    detail::read_extents(c, f.y, y);
    return c;
}

// The border that an operand needs so that no point of the iteration leaves its memory.
constexpr void add_border(layout& l, const operand& o, const contraction& c) {
    for (int a = 0; a < o.rank; ++a) {
        const detail::reach r = detail::reach_of(o.axes[a], c.extent, c.rank);
        if (r.low < 0 && -r.low > l.before[a]) l.before[a] = -r.low;
        if (r.high >= l.extent[a] && r.high - l.extent[a] + 1 > l.after[a]) l.after[a] = r.high - l.extent[a] + 1;
    }
}

// The formula over operands that lie like this.
constexpr contraction contract(const formula& f, const layout* x, const layout* w, const layout& y) {
    contraction c = bind_extents(f, x, w, y);
    c.products = f.products;
    const auto out = detail::strides(f.y, y, c.rank);
    c.y_origin = out.origin;
    for (int i = 0; i < c.rank; ++i) c.y[i] = out.stride[i];
    for (int p = 0; p < f.products; ++p) {
        auto& t = c.term[p];
        const auto sx = detail::strides(f.x[p], x[p], c.rank), sw = detail::strides(f.w[p], w[p], c.rank);
        t.x_origin = sx.origin;
        t.w_origin = sw.origin;
        for (int i = 0; i < c.rank; ++i) {
            t.x[i] = sx.stride[i];
            t.w[i] = sw.stride[i];
            t.has[i] = f.x[p].has(i) || f.w[p].has(i);
        }
        detail::add_bounds(c, f.x[p], x[p], bound::side::x, p);
        detail::add_bounds(c, f.w[p], w[p], bound::side::w, p);
    }
    detail::add_bounds(c, f.y, y, bound::side::y, 0);
    return c;
}

constexpr contraction contract(const formula& f, const layout& x, const layout& w, const layout& y) {
    const layout xs[max_products] = {x}, ws[max_products] = {w};
    return contract(f, xs, ws, y);
}

namespace detail {
// Whether index i steps, in every operand, exactly over what index j covers: then both are one longer index.
constexpr bool continues(const contraction& c, int i, int j) {
    if (c.whole[i] || c.whole[j] || c.y[i] != c.y[j] * c.extent[j] || c.bias[i] != c.bias[j] * c.extent[j] || c.beside[i] != c.beside[j] * c.extent[j]) return false;
    if ((c.y[i] != 0) != (c.y[j] != 0)) return false;
    for (int p = 0; p < c.products; ++p) {
        const auto& t = c.term[p];
        if (t.has[i] != t.has[j] || t.x[i] != t.x[j] * c.extent[j] || t.w[i] != t.w[j] * c.extent[j]) return false;
    }
    return true;
}
constexpr void remove_index(contraction& c, int i) {
    --c.rank;
    for (; i < c.rank; ++i) {
        c.letter[i] = c.letter[i + 1];
        c.extent[i] = c.extent[i + 1];
        c.y[i] = c.y[i + 1];
        c.bias[i] = c.bias[i + 1];
        c.beside[i] = c.beside[i + 1];
        c.whole[i] = c.whole[i + 1];
        for (int p = 0; p < c.products; ++p) {
            c.term[p].x[i] = c.term[p].x[i + 1];
            c.term[p].w[i] = c.term[p].w[i + 1];
            c.term[p].has[i] = c.term[p].has[i + 1];
        }
    }
}
}

// The same contraction with as few indices as its memory allows: the columns and channels of a convolution's window lie
// one after the other, and one long loop beats two short ones. Only where no operand has a bound.
constexpr contraction coalesce(contraction c) {
    if (c.bounds) return c;
    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < c.rank && !again; ++i)
            for (int j = 0; j < c.rank && !again; ++j)
                if (i != j && detail::continues(c, i, j)) {
                    c.extent[j] *= c.extent[i];
                    detail::remove_index(c, i);
                    again = true;
                }
    }
    return c;
}

}

#endif
