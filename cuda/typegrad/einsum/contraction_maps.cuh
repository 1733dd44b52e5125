#ifndef TYPEGRAD_CUDA_EINSUM_CONTRACTION_MAPS_CUH
#define TYPEGRAD_CUDA_EINSUM_CONTRACTION_MAPS_CUH

#include <cstddef>

#include <typegrad/einsum/contraction.hpp>

#include "index_map.cuh"

namespace typegrad::cuda {

// A contraction as products of matrices: the indices of x and y count rows, those of w and y columns, those of x and w are
// summed over, and for each value of those that all three have there is a product of its own.
struct contraction_maps {
    struct operand {
        index_map rows{}, depth{}, group{};
        int origin = 0;
    };
    operand x{}, w{}, y{};  // of w the rows are the columns of the product; of y the depth is
    int rows = 1, columns = 1, depth = 1, groups = 1;
    bool possible = true;  // whether every index is one of these
};

// Each kind of index in the order of its strides in the operand whose numbers it takes in runs.
consteval contraction_maps maps_of(const einsum::contraction& c) {
    contraction_maps m;
    const auto& t = c.term[0];
    m.x.origin = static_cast<int>(t.x_origin);
    m.w.origin = static_cast<int>(t.w_origin);
    m.y.origin = static_cast<int>(c.y_origin);
    m.possible = c.products == 1 && c.bounds == 0;
    bool done[einsum::max_indices]{};
    const auto size = [](std::ptrdiff_t stride) { return stride < 0 ? -stride : stride; };
    for (int n = 0; n < c.rank; ++n) {
        int i = -1;  // the largest steps first
        const auto step = [&](int j) { return t.x[j] ? size(t.x[j]) : size(t.w[j]); };
        for (int j = 0; j < c.rank; ++j)
            if (!done[j] && (i < 0 || step(j) > step(i))) i = j;
        done[i] = true;
        const int extent = static_cast<int>(c.extent[i]), x = static_cast<int>(t.x[i]), w = static_cast<int>(t.w[i]), y = static_cast<int>(c.y[i]);
        if (extent == 1) continue;
        if (x && y && !w) {
            m.rows *= extent, m.x.rows.with(extent, x), m.y.rows.with(extent, y);
        } else if (w && y && !x) {
            m.columns *= extent, m.w.rows.with(extent, w), m.y.depth.with(extent, y);
        } else if (x && w && !y) {
            m.depth *= extent, m.x.depth.with(extent, x), m.w.depth.with(extent, w);
        } else if (x && w && y) {
            m.groups *= extent, m.x.group.with(extent, x), m.w.group.with(extent, w), m.y.group.with(extent, y);
        } else {
            m.possible = false;
        }
    }
    return m;
}

}

#endif
